// A page that the browser kept, or a second tab of it, holds a submission_id that another may have
// used: each opened page gets its own. What draft-keeper took up keeps its id, and so does a form
// that came back with its text, because its first sending may have arrived.
for (const field of document.querySelectorAll("input[name=submission_id]")) {
  const form = field.form
  if (!crypto.randomUUID || form.closest("[data-same-id], draft-keeper[data-taken]")) continue
  field.value = crypto.randomUUID()
}

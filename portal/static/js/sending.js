// A form that is on its way shows it: its button rests and says so, until the page comes or the
// line gives up. Coming back to the page wakes the button.
addEventListener("submit", (event) => {
  const button = event.submitter
  if (!button?.dataset.sending) return
  setTimeout(() => {
    if (event.defaultPrevented && !event.target.hasAttribute("hx-post")) return
    button.dataset.words = button.innerHTML
    button.textContent = button.dataset.sending
    button.disabled = true
    setTimeout(wake, 15000, button)
  })
})

function wake(button) {
  if (!button.dataset.words) return
  button.innerHTML = button.dataset.words
  delete button.dataset.words
  button.disabled = false
}

addEventListener("pageshow", () => document.querySelectorAll("[data-words]").forEach(wake))

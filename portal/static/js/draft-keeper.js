// <draft-keeper><form>…</form></draft-keeper>: what is typed stays on this device until the portal
// has taken it. The copy holds the form's submission_id too, so that sending it again is no second
// act. On a shared device nothing is kept.
class DraftKeeper extends HTMLElement {
  #form
  #key
  #later

  connectedCallback() {
    this.#form = this.querySelector("form")
    this.#key = `draft ${this.#form?.getAttribute("action")}`
    if (!this.#form || document.body.hasAttribute("data-shared")) return
    this.#form.addEventListener("input", this.#changed)
    this.#form.addEventListener("submit", this.#keep)
    if (!this.querySelector("[aria-invalid], .field--bad")) this.#takeUp()
  }

  disconnectedCallback() {
    clearTimeout(this.#later)
    this.#form?.removeEventListener("input", this.#changed)
    this.#form?.removeEventListener("submit", this.#keep)
  }

  #changed = () => {
    clearTimeout(this.#later)
    this.#later = setTimeout(this.#keep, 400)
  }

  #keep = () => {
    const fields = [...new FormData(this.#form)].filter(([name]) => !/csrf|password/.test(name))
    try {
      localStorage.setItem(this.#key, JSON.stringify({ at: Date.now(), fields }))
    } catch { /* no room: the page itself still holds the text */ }
  }

  #takeUp() {
    const kept = JSON.parse(localStorage.getItem(this.#key) || "null")
    if (!kept || Date.now() - kept.at > 7 * 864e5) return localStorage.removeItem(this.#key)
    for (const [name, value] of kept.fields) this.#put(name, value)
    this.dataset.taken = ""
    const line = document.createElement("p")
    line.className = "saved"
    line.setAttribute("role", "status")
    line.textContent = this.dataset.takenUp
    this.prepend(line)
  }

  #put(name, value) {
    const field = this.#form.elements[name]
    const boxes = field instanceof RadioNodeList ? [...field] : field ? [field] : []
    for (const box of boxes) {
      if (box.type === "radio" || box.type === "checkbox") box.checked ||= box.value === value
      else box.value = value
    }
  }
}
customElements.define("draft-keeper", DraftKeeper)

// The answer that follows a form which the portal took names the form: its copy has served.
const taken = document.cookie.match(/(?:^|; )taken=([^;]*)/)?.[1]
if (taken) {
  localStorage.removeItem(`draft ${decodeURIComponent(taken)}`)
  document.cookie = "taken=; max-age=0; path=/"
}

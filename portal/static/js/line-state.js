// <line-state>: says that the connection is cut, slow, or back, with the sentences it holds.
class LineState extends HTMLElement {
  #was = ""

  connectedCallback() {
    addEventListener("online", this.#look)
    addEventListener("offline", this.#look)
    document.addEventListener("htmx:error", this.#slow)
    document.addEventListener("htmx:after:request", this.#look)
    this.#look()
  }

  disconnectedCallback() {
    removeEventListener("online", this.#look)
    removeEventListener("offline", this.#look)
    document.removeEventListener("htmx:error", this.#slow)
    document.removeEventListener("htmx:after:request", this.#look)
  }

  #look = () => this.#say(navigator.onLine ? (this.#was ? "back" : "") : "offline")

  #slow = () => this.#say(navigator.onLine ? "slow" : "offline")

  #say(state) {
    if (state !== "back" || this.#was !== "back") this.#was = state
    for (const line of this.children) line.hidden = line.dataset.line !== state
  }
}
customElements.define("line-state", LineState)

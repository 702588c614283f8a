// whole-style.js — <whole-style><link rel="stylesheet" media="print" …></whole-style>
// A first visit paints with the rules it needs; the whole stylesheet takes over once all is there.
class WholeStyle extends HTMLElement {
  connectedCallback() {
    if (document.readyState === "complete") this.#apply()
    else addEventListener("load", this.#apply, { once: true })
  }

  disconnectedCallback() {
    removeEventListener("load", this.#apply)
  }

  #apply = () => (this.firstElementChild.media = "all")
}
customElements.define("whole-style", WholeStyle)

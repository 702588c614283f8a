// <print-button hidden><button>…</button></print-button>: shown where there is a script to print by.
class PrintButton extends HTMLElement {
  connectedCallback() {
    this.hidden = false
    this.addEventListener("click", this.#print)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#print)
  }

  #print = () => window.print()
}
customElements.define("print-button", PrintButton)

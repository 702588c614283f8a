// <copy-link data-text="…" data-done="Copied" hidden><button>…</button></copy-link>
class CopyLink extends HTMLElement {
  connectedCallback() {
    this.hidden = !navigator.clipboard
    this.addEventListener("click", this.#copy)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#copy)
  }

  #copy = async () => {
    await navigator.clipboard.writeText(this.dataset.text)
    this.querySelector("button").textContent = this.dataset.done
  }
}
customElements.define("copy-link", CopyLink)

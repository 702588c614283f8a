// <password-field>…an input of type password and a hidden button…</password-field>: the button,
// which is of use with a script alone, shows what is typed and hides it again.
class PasswordField extends HTMLElement {
  #input
  #button
  #words

  connectedCallback() {
    this.#input = this.querySelector("input")
    this.#button = this.querySelector("button")
    this.#words = [this.#button.textContent, this.#button.dataset.hide]
    this.#button.hidden = false
    this.#button.addEventListener("click", this.#turn)
    this.#input.form?.addEventListener("submit", this.#hide)
  }

  disconnectedCallback() {
    this.#button.removeEventListener("click", this.#turn)
    this.#input.form?.removeEventListener("submit", this.#hide)
  }

  #turn = () => this.#show(this.#input.type === "password")

  #hide = () => this.#show(false)

  #show(isShown) {
    this.#input.type = isShown ? "text" : "password"
    this.#button.textContent = this.#words[Number(isShown)]
  }
}
customElements.define("password-field", PasswordField)

// <reason-form> in a <dialog>: one of the given reasons by a click or its digit, or one's own; the dialog's
// returnValue is the reason, "" when cancelled.
class ReasonForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-reason]");
      if (button) this.#done(button.dataset.reason);
    });
    this.addEventListener("keydown", (event) => this.#press(event));
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#input.value.trim()) this.#done(this.#input.value.trim());
      else this.#input.focus();
    });
  }

  get #input() {
    return this.querySelector("input");
  }

  #press(event) {
    if (this.#input.value || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = this.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    this.#done(button.dataset.reason);
  }

  #done(reason) {
    this.#input.value = "";
    this.closest("dialog").close(reason);
  }
}

customElements.define("reason-form", ReasonForm);

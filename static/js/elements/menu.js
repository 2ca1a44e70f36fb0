// <drop-menu>: a <details> that closes like a menu.
class DropMenu extends HTMLElement {
  #outside = (event) => {
    if (!this.contains(event.target)) this.#close();
  };

  connectedCallback() {
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.#details.open) return;
      this.#close();
      this.querySelector("summary").focus();
    });
    document.addEventListener("click", this.#outside);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#outside);
  }

  get #details() {
    return this.querySelector("details");
  }

  #close() {
    this.#details.open = false;
  }
}

customElements.define("drop-menu", DropMenu);

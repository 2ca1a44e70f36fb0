// <theme-choice>: buttons with data-theme-value; the choice is this browser's, "" follows the system.
class ThemeChoice extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-theme-value]");
      if (button) this.#choose(button.dataset.themeValue);
    });
    this.#mark();
  }

  #choose(theme) {
    if (theme) {
      document.documentElement.dataset.theme = theme;
      localStorage.setItem("theme", theme);
    } else {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem("theme");
    }
    this.#mark();
  }

  #mark() {
    const chosen = document.documentElement.dataset.theme ?? "";
    for (const button of this.querySelectorAll("[data-theme-value]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeValue === chosen));
    }
  }
}

customElements.define("theme-choice", ThemeChoice);

// <choice-list>: checkboxes in [data-choices] that can be searched, and ticked all at once: what is shown, where some
// are filtered out. Its tools stay hidden without this module.
class ChoiceList extends HTMLElement {
  #search;
  #choices;

  connectedCallback() {
    this.#search = this.querySelector("input[type=search]");
    this.#choices = [...this.querySelectorAll("[data-choices] > label")];
    for (const tool of this.querySelectorAll("[data-tools], [data-count]")) tool.hidden = false;
    this.#search.addEventListener("input", () => this.#filter());
    // What is typed here is no change of the form, and Enter does not send it.
    this.#search.addEventListener("change", (event) => event.stopPropagation());
    this.#search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    this.querySelector("[data-tick]").addEventListener("click", () => this.#tick(true));
    this.querySelector("[data-untick]").addEventListener("click", () => this.#tick(false));
    this.addEventListener("change", () => this.#count());
    this.#filter();
    this.#count();
  }

  #filter() {
    const words = this.#search.value.trim().toLowerCase();
    for (const choice of this.#choices) choice.hidden = !choice.textContent.toLowerCase().includes(words);
    this.querySelector("[data-none]").hidden = this.#choices.some((choice) => !choice.hidden);
  }

  #tick(ticked) {
    for (const choice of this.#choices) if (!choice.hidden) choice.querySelector("input").checked = ticked;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #count() {
    const ticked = this.#choices.filter((choice) => choice.querySelector("input").checked).length;
    this.querySelector("[data-count]").textContent = `${ticked} of ${this.#choices.length} chosen`;
  }
}

customElements.define("choice-list", ChoiceList);

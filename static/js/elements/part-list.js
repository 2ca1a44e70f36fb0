// <part-list data-one="question">: the rows of fields or questions. Adds rows from its <template>, moves and removes
// them, and shows of each row the settings of the kind that is chosen. Their order in the page is their order.
const NEW = /__new__/g;

class PartList extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector("[data-rows]");
    this.template = this.querySelector("template");
    this.next = 1 + Math.max(-1, ...[...this.rows.querySelectorAll(":scope > [data-part] > input[type=hidden]")].map((input) => Number(input.value)));
    for (const part of this.rows.children) this.#prepare(part);
    this.addEventListener("change", (event) => {
      if (event.target.matches("select[name$='-kind']")) this.#showSettings(event.target.closest("[data-part]"));
    });
    if (this.template) this.append(this.#button(`Add a ${this.dataset.one}`, "", () => this.#add()));
  }

  #add() {
    const index = this.next++;
    const holder = document.createElement("template");
    holder.innerHTML = this.template.innerHTML.replace(NEW, index);
    const part = holder.content.querySelector("[data-part]");
    this.rows.append(part);
    this.#prepare(part);
    part.querySelector("input:not([type=hidden])").focus();
  }

  #prepare(part) {
    for (const title of part.querySelectorAll("[data-kind-title]")) title.remove();
    this.#showSettings(part);
    const tools = part.querySelector("[data-part-tools]");
    if (!tools) return;
    tools.className = "cluster";
    tools.replaceChildren(
      this.#button("Up", "quiet", () => part.previousElementSibling?.before(part)),
      this.#button("Down", "quiet", () => part.nextElementSibling?.after(part)),
      this.#button("Remove", "quiet danger", () => part.remove()),
    );
  }

  #showSettings(part) {
    const kind = part.querySelector("select[name$='-kind']").value;
    for (const settings of part.querySelectorAll("[data-kind]")) settings.hidden = settings.dataset.kind !== kind;
  }

  #button(text, look, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `button small ${look}`;
    button.textContent = text;
    button.addEventListener("click", action);
    return button;
  }
}

customElements.define("part-list", PartList);

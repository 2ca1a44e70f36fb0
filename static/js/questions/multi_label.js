// Any number of options; "None of these" is an answer too, and excludes them.
import { Question } from "./question.js";

class MultiLabelQuestion extends Question {
  connectedCallback() {
    const { least, most } = this.querySelector(".choices").dataset;
    this.least = Number(least);
    this.most = most === undefined ? Infinity : Number(most);
    this.addEventListener("change", (event) => this.#toggled(event.target));
  }

  get #boxes() {
    return [...this.querySelectorAll("input[data-value]")];
  }

  get #none() {
    return this.querySelector("input[data-none]");
  }

  get #chosen() {
    return this.#boxes.filter((box) => box.checked);
  }

  get answer() {
    const values = this.#chosen.map((box) => box.dataset.value);
    return values.length || this.#none?.checked ? values : null;
  }

  set answer(answer) {
    for (const box of this.#boxes) box.checked = answer?.includes(box.dataset.value) ?? false;
    if (this.#none) this.#none.checked = answer?.length === 0;
    this.#count();
  }

  get complaint() {
    const count = this.#chosen.length;
    if (count && count < this.least) return `Choose at least ${this.least}.`;
    if (super.complaint && this.#none) return "Choose what applies, or “None of these”.";
    return super.complaint;
  }

  clear() {
    this.answer = null;
  }

  focusAnswer() {
    (this.#chosen[0] ?? this.#boxes[0]).focus({ preventScroll: true });
  }

  get keys() {
    return [...this.querySelectorAll("input[data-key]")].map((box) => box.dataset.key);
  }

  press(typed) {
    const box = this.querySelector(`input[data-key="${typed}"]`);
    if (!box) return false;
    box.checked = !box.checked;
    this.#toggled(box);
    return true;
  }

  #toggled(box) {
    if (box === this.#none) this.#boxes.forEach((other) => (other.checked = false));
    else if (this.#none && box.checked) this.#none.checked = false;
    const tooMany = this.#chosen.length > this.most;
    if (tooMany) box.checked = false;
    this.#count();
    if (tooMany) this.problem = `At most ${this.most}: take one back first.`;
    else this.changed();
  }

  #count() {
    this.querySelector("[data-count]").textContent = this.#chosen.length.toLocaleString();
  }
}

customElements.define("question-multi_label", MultiLabelQuestion);

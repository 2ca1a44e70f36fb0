// One choice out of several: radio buttons with the key and the answer (JSON) of each.
import { Question } from "./question.js";

function same(a, b) {
  if (a === null || typeof a !== "object") return a === b;
  const keys = Object.keys(a);
  return b !== null && keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]));
}

export class ChoiceQuestion extends Question {
  static single = true;

  connectedCallback() {
    this.addEventListener("change", () => this.changed());
  }

  get #radios() {
    return [...this.querySelectorAll("input[data-answer]")];
  }

  get answer() {
    const checked = this.#radios.find((radio) => radio.checked);
    return checked ? JSON.parse(checked.dataset.answer) : null;
  }

  set answer(answer) {
    for (const radio of this.#radios) radio.checked = same(answer, JSON.parse(radio.dataset.answer));
  }

  clear() {
    for (const radio of this.#radios) radio.checked = false;
  }

  focusAnswer() {
    const radios = this.#radios;
    (radios.find((radio) => radio.checked) ?? radios[0]).focus({ preventScroll: true });
  }

  get keys() {
    return this.#radios.map((radio) => radio.dataset.key);
  }

  press(typed) {
    const radio = this.#radios.find((candidate) => candidate.dataset.key === typed);
    if (!radio) return false;
    radio.checked = true;
    this.changed();
    return true;
  }
}

import { Question } from "./question.js";

class TextQuestion extends Question {
  static writes = true;

  connectedCallback() {
    this.addEventListener("input", () => {
      this.#count();
      this.changed();
    });
  }

  get #area() {
    return this.querySelector("textarea");
  }

  get answer() {
    return this.#area.value.trim() ? this.#area.value : null;
  }

  set answer(answer) {
    this.#area.value = answer ?? "";
    this.#count();
  }

  clear() {
    this.answer = null;
  }

  focusAnswer() {
    this.#area.focus({ preventScroll: true });
  }

  // In characters as the server counts them, not in UTF-16 units.
  #count() {
    this.querySelector("[data-length]").textContent = [...this.#area.value.trimEnd()].length.toLocaleString();
  }
}

customElements.define("question-text", TextQuestion);

// What every kind of question can do for the desk. Kinds extend it and implement `answer` (null: none) and `clear`.
export class Question extends HTMLElement {
  // Whether one key gives the whole answer.
  static single = false;

  get name() {
    return this.dataset.name;
  }

  get required() {
    return this.hasAttribute("data-required");
  }

  get missing() {
    return this.required && this.answer === null;
  }

  set active(on) {
    this.toggleAttribute("data-active", on);
  }

  // Whether what was typed so far picks a choice for sure ("now"), may still become one ("wait") or picks none ("no").
  match() {
    return "no";
  }

  set problem(text) {
    const place = this.querySelector(".question-problem");
    place.textContent = text;
    place.hidden = !text;
    this.toggleAttribute("data-invalid", Boolean(text));
  }

  changed() {
    this.problem = "";
    this.dispatchEvent(new CustomEvent("answer", { bubbles: true }));
  }
}

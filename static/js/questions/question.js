// What every kind of question can do for the desk. Kinds extend it and implement `answer` (null: none), `clear` and
// `focusAnswer`; those with keys also `keys` and `press`.
export class Question extends HTMLElement {
  // Whether one key gives the whole answer.
  static single = false;
  // Whether its answer is written or marked where the focus has to be.
  static writes = false;

  get name() {
    return this.dataset.name;
  }

  get heading() {
    return this.querySelector(".question-title").textContent;
  }

  get required() {
    return this.hasAttribute("data-required");
  }

  // Why the answer cannot be sent as it is; "" where it can.
  get complaint() {
    return this.required && this.answer === null ? "Please answer this." : "";
  }

  // Whether the key just pressed left nothing more to say here, so that the desk may go on.
  get settled() {
    return this.constructor.single;
  }

  set active(on) {
    this.toggleAttribute("data-active", on);
  }

  // A new record: the values of its fields by name, and where they are shown. Its answer is set after this.
  show(_fields, _container) {}

  // The numbers that may be typed here, as text.
  get keys() {
    return [];
  }

  // Whether what was typed so far is one of them for sure ("now"), may still become another ("wait") or is none ("no").
  match(typed) {
    const keys = this.keys.filter((key) => key.startsWith(typed));
    if (keys.length === 0) return "no";
    return keys.length === 1 && keys[0] === typed ? "now" : "wait";
  }

  // Keys that are no digits; true where it took the key.
  key(_key) {
    return false;
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

  // Becomes the active question though the focus is elsewhere.
  attend() {
    this.dispatchEvent(new CustomEvent("attend", { bubbles: true }));
  }
}

import { Question } from "./question.js";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DECIMAL = new Intl.NumberFormat().format(1.5).charAt(1);
const EDITS = /^([0-9.,-]|Backspace|Delete)$/;

// A comma is taken for a decimal point where the reader's language writes it so; NaN for what is no number.
function read(typed) {
  const text = (DECIMAL === "," ? typed.replace(",", ".") : typed).trim().replace("−", "-");
  return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : NaN;
}

class NumberQuestion extends Question {
  static writes = true;

  connectedCallback() {
    const { min, max, step, whole } = this.querySelector(".number-entry").dataset;
    [this.min, this.max, this.step] = [min, max, step].map((setting) => JSON.parse(setting));
    this.whole = whole !== undefined;
    this.bounds = this.querySelector(".number-bounds");
    this.allowed = this.bounds.textContent;
    this.addEventListener("input", () => this.changed());
    this.addEventListener("change", () => this.#hint(this.#fault));
    this.addEventListener("click", (event) => this.#click(event));
    this.input.addEventListener("keydown", (event) => this.#press(event));
  }

  get input() {
    return this.querySelector("input");
  }

  get #value() {
    return read(this.input.value);
  }

  get answer() {
    return this.#fault || !this.input.value.trim() ? null : this.#value;
  }

  set answer(answer) {
    this.input.value = answer ?? "";
  }

  get complaint() {
    return this.#fault || super.complaint;
  }

  clear() {
    this.answer = null;
  }

  focusAnswer() {
    this.input.focus({ preventScroll: true });
    this.input.select();
  }

  set problem(text) {
    super.problem = text;
    this.#hint("");
    this.input.setAttribute("aria-invalid", String(Boolean(text)));
  }

  // Digits typed while the focus is elsewhere begin the number anew.
  match(typed) {
    return typed.length === 1 ? "now" : "no";
  }

  press(typed) {
    this.focusAnswer();
    this.input.setRangeText(typed, 0, this.input.value.length, "end");
    this.changed();
    return true;
  }

  key(key) {
    return /^[-.,]$/.test(key) && this.press(key);
  }

  get #fault() {
    if (!this.input.value.trim()) return "";
    const value = this.#value;
    const { min, max } = this;
    if (Number.isNaN(value)) return `Write a number, such as ${this.whole ? "3" : `3${DECIMAL}5`}.`;
    if (this.whole && !Number.isInteger(value)) return "Write a whole number.";
    if (min !== null && max !== null && (value < min || value > max)) return `Write a number from ${min} to ${max}.`;
    if (min !== null && value < min) return `Write a number of at least ${min}.`;
    if (max !== null && value > max) return `Write a number of at most ${max}.`;
    return "";
  }

  // In the place of what is allowed: a line of its own would move the button that one is about to press.
  #hint(fault) {
    this.bounds.textContent = fault || this.allowed;
    this.bounds.toggleAttribute("data-fault", Boolean(fault));
  }

  #click(event) {
    const button = event.target.closest("[data-step-by]");
    if (button) this.#stepBy(Number(button.dataset.stepBy));
  }

  // What edits the number is not for the desk; letters are: S still skips.
  #press(event) {
    if (EDITS.test(event.key)) event.stopPropagation();
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    this.#stepBy(event.key === "ArrowUp" ? 1 : -1);
  }

  #stepBy(direction) {
    const step = this.step ?? 1;
    const from = this.#value;
    const wanted = Number.isNaN(from) ? Math.max(0, this.min ?? 0) : from + direction * step;
    // Steps of 0.1 add up to 0.3, not to 0.30000000000000004.
    this.answer = Number(Math.min(this.max ?? Infinity, Math.max(this.min ?? -Infinity, wanted)).toPrecision(12));
    this.changed();
  }
}

customElements.define("question-number", NumberQuestion);

// Every key of the desk. Shortcuts rest while one types, while a dialog is open and while a modifier is held.
const WITHIN = 500;
const TYPES = "input:not([type=radio], [type=checkbox], [data-shortcuts]), textarea, select";

export class Keyboard {
  #typed = "";
  #timer;

  constructor(desk) {
    this.desk = desk;
    this.listener = (event) => this.#press(event);
    document.addEventListener("keydown", this.listener);
  }

  stop() {
    document.removeEventListener("keydown", this.listener);
  }

  #press(event) {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const took = event.target.closest?.(TYPES) ? this.#inText(event) : this.#outside(event);
    if (took) event.preventDefault();
  }

  #inText(event) {
    if (event.key === "Escape") {
      event.target.blur();
      return true;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat) return this.desk.act("submit");
    return false;
  }

  #outside(event) {
    const { key } = event;
    if (key === "Enter") return this.#enter(event);
    if ((event.ctrlKey || event.metaKey) && key === "z") return this.desk.key("undo");
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (key >= "0" && key <= "9") return event.repeat || this.#digit(key);
    if (key === "ArrowDown" || key === "ArrowUp") return this.desk.move(key === "ArrowDown" ? 1 : -1);
    if (key === "Backspace" || key === "Delete") return this.desk.clear();
    if (event.repeat) return false;
    const verb = { s: "skip", f: "flag", u: "undo", g: "guidelines", "?": "help" }[key.toLowerCase()];
    return verb ? this.desk.act(verb) : this.desk.key(key);
  }

  // On a button or a link Enter does what it says there. A held key submits one record, not a row of them.
  #enter(event) {
    if (event.target.closest?.("button, a, summary")) return false;
    return event.repeat || this.desk.act("submit");
  }

  #digit(digit) {
    clearTimeout(this.#timer);
    this.#typed += digit;
    let match = this.desk.match(this.#typed);
    if (match === "no") {
      this.#typed = digit;
      match = this.desk.match(digit);
    }
    if (match === "now") this.#choose();
    else this.#timer = setTimeout(() => this.#choose(), match === "wait" ? WITHIN : 0);
    return match !== "no";
  }

  #choose() {
    const typed = this.#typed;
    this.forgetTyped();
    this.desk.choose(typed);
  }

  // A digit typed for one record must not choose on the next.
  forgetTyped() {
    clearTimeout(this.#timer);
    this.#typed = "";
  }
}

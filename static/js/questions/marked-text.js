// A field's plain text with marks in it. Offsets are UTF-16 units of the text.
//
// It is editable so that the keyboard has a caret and screen readers follow it, but takes no edit. Several questions
// may mark the same text: each is a `marker` with `active`, `attend()`, `erase(offset)`.
import { pieces } from "./spans.js";

const shown = new WeakMap();
const CARET = /^(Arrow.*|Home|End|PageUp|PageDown)$/;
const EDITS = ["beforeinput", "paste", "cut", "drop", "dragstart"];

export class MarkedText {
  #marks = new Map();

  // The marked text in this place of the page; the first question that asks puts it there instead of what was shown.
  static in(place, text) {
    if (!shown.has(place)) shown.set(place, new MarkedText(place, text));
    return shown.get(place);
  }

  constructor(place, text) {
    this.text = text;
    this.element = document.createElement("div");
    this.element.className = "plain-text marked-text";
    this.element.textContent = text;
    this.#describe(place);
    this.#listen();
    place.replaceChildren(this.element);
  }

  get #marker() {
    const markers = [...this.#marks.keys()];
    return markers.find((marker) => marker.active) ?? markers[0];
  }

  get focused() {
    return document.activeElement === this.element;
  }

  // What is selected, or where the caret is; null where neither is in this text.
  get selection() {
    const selection = document.getSelection();
    if (!selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!this.element.contains(range.commonAncestorContainer)) return null;
    return {
      start: this.#offset(range.startContainer, range.startOffset),
      end: this.#offset(range.endContainer, range.endOffset),
    };
  }

  select(start, end = start) {
    document.getSelection().setBaseAndExtent(...this.#position(start), ...this.#position(end));
  }

  focus() {
    if (this.focused) return;
    const before = this.selection ?? { start: 0, end: 0 };
    this.element.focus({ preventScroll: true });
    this.select(before.start, before.end);
  }

  // One marker's marks: {start, end, label (as it is shown), tone}.
  draw(marker, marks) {
    this.#marks.set(marker, marks);
    const before = this.selection;
    const all = [...this.#marks.values()].flat();
    this.element.replaceChildren(...pieces(this.text.length, all).map((piece) => this.#piece(piece)));
    if (before) this.select(before.start, before.end);
  }

  #piece({ start, end, over }) {
    const text = document.createTextNode(this.text.slice(start, end));
    return over.reduce((inner, mark, depth) => {
      const element = document.createElement("mark");
      Object.assign(element.dataset, { tone: mark.tone, depth: Math.min(depth, 2) });
      if (end === mark.end) element.dataset.label = mark.label;
      element.append(inner);
      return element;
    }, text);
  }

  // Translating the page would move every offset.
  #describe(place) {
    const title = place.closest("[data-field]").querySelector(".record-field-title");
    title.id ||= `field-title-${place.closest("[data-field]").dataset.field}`;
    const attributes = {
      role: "textbox", "aria-multiline": "true", "aria-readonly": "true", "aria-labelledby": title.id, tabindex: "0",
      translate: "no", spellcheck: "false", autocapitalize: "off", autocorrect: "off", inputmode: "none",
    };
    for (const [name, value] of Object.entries(attributes)) this.element.setAttribute(name, value);
    this.#takeCaret(matchMedia("(any-pointer: fine)").matches);
  }

  // A finger selects as it does anywhere; in an editable text it would be offered to paste.
  #takeCaret(on) {
    if (this.element.contentEditable !== String(on)) this.element.contentEditable = String(on);
  }

  #listen() {
    for (const type of EDITS) this.element.addEventListener(type, (event) => event.preventDefault());
    // An input method's words cannot be prevented, only taken back.
    this.element.addEventListener("compositionend", () => this.draw(this.#marker, this.#marks.get(this.#marker)));
    this.element.addEventListener("pointerdown", (event) => this.#takeCaret(event.pointerType !== "touch"));
    this.element.addEventListener("focus", () => this.#marker?.attend());
    this.element.addEventListener("keydown", (event) => this.#press(event));
  }

  // Keys of the caret are not the desk's; what would edit the text removes the mark at the caret.
  #press(event) {
    this.#takeCaret(true);
    if (CARET.test(event.key)) event.stopPropagation();
    if (event.key === "Escape") this.element.blur();
    if (event.key !== "Backspace" && event.key !== "Delete") return;
    event.preventDefault();
    if (this.selection) this.#marker?.erase(this.selection.start);
  }

  #offset(node, offset) {
    const range = document.createRange();
    range.setStart(this.element, 0);
    range.setEnd(node, offset);
    return range.toString().length;
  }

  #position(offset) {
    const walker = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT);
    let left = offset;
    while (walker.nextNode()) {
      if (left <= walker.currentNode.length) return [walker.currentNode, left];
      left -= walker.currentNode.length;
    }
    return [this.element, this.element.childNodes.length];
  }
}

// Spans of a field's text, each with a label. Here they are in UTF-16 units; the answer counts code points.
import { CodePoints } from "./code-points.js";
import { MarkedText } from "./marked-text.js";
import { Question } from "./question.js";
import * as spans from "./spans.js";

const SELECT_FIRST = "Select some of the text first, then choose its label.";

class SpanQuestion extends Question {
  static writes = true;

  #spans = null;
  #past = [];
  #held = null;
  #text = null;
  #selecting = new AbortController();

  connectedCallback() {
    const { field, overlapping } = this.querySelector(".span-labels").dataset;
    this.field = field;
    this.overlapping = overlapping !== undefined;
    this.labels = [...this.querySelectorAll("[data-value]")];
    this.list = this.querySelector("[data-spans]");
    this.addEventListener("click", (event) => this.#click(event));
    // A press on a label must not take the selection from the text.
    this.querySelector(".span-labels").addEventListener("mousedown", (event) => event.preventDefault());
    this.querySelector(".span-labels").addEventListener("pointerdown", () => (this.#held = this.#selection));
    document.addEventListener("selectionchange", () => this.#look(), { signal: this.#selecting.signal });
  }

  disconnectedCallback() {
    this.#selecting.abort();
  }

  show(fields, container) {
    const value = fields[this.field];
    const text = typeof value === "string" ? value : "";
    const place = container.querySelector(`[data-field="${this.field}"] .record-field-value`);
    this.points = new CodePoints(text);
    this.#text = place && text ? MarkedText.in(place, text) : null;
  }

  get active() {
    return this.hasAttribute("data-active");
  }

  set active(on) {
    super.active = on;
  }

  get answer() {
    const point = (units) => this.points.fromUnits(units);
    return this.#spans?.map(({ start, end, label }) => ({ start: point(start), end: point(end), label })) ?? null;
  }

  // The canonical answer, {length, spans}, or the spans alone.
  set answer(answer) {
    const units = (point) => this.points.toUnits(point);
    const given = answer?.spans ?? answer;
    const inside = given?.filter(({ end }) => end <= this.points.length);
    this.#spans = inside?.map(({ start, end, label }) => ({ start: units(start), end: units(end), label })) ?? null;
    this.#past = [];
    this.#draw();
  }

  get complaint() {
    return super.complaint && "Mark what applies, or say that there is nothing to mark.";
  }

  clear() {
    if (this.#spans) this.#set(null, "All marks taken back.");
  }

  focusAnswer() {
    if (this.#text) this.#text.focus();
    else this.labels[0].focus({ preventScroll: true });
  }

  get keys() {
    return ["0", ...this.labels.map((button) => button.dataset.key)];
  }

  press(typed) {
    const button = this.labels.find((candidate) => candidate.dataset.key === typed);
    if (button) this.#mark(button.dataset);
    else if (typed === "0") this.#set([], "Nothing to mark.");
    return true;
  }

  key(key) {
    return key === "undo" && this.#undo();
  }

  erase(offset) {
    const gone = spans.at(this.#spans ?? [], offset).at(-1);
    if (gone && !this.closest("[inert]")) this.#remove(gone);
  }

  get #selection() {
    const range = this.#text?.selection;
    return range ? spans.trimmed(this.#text.text, range) : null;
  }

  #mark({ value, text }) {
    const range = this.#selection ?? this.#held;
    this.#held = null;
    if (!range) return void (this.problem = SELECT_FIRST);
    const marked = this.#spans ?? [];
    const others = this.overlapping
      ? marked.filter((span) => !(spans.same(span, range) && span.label === value))
      : marked.filter((span) => !spans.same(span, range));
    const [clash] = this.overlapping ? [] : spans.overlapping(others, range);
    if (clash) return void (this.problem = `“${this.#excerpt(clash)}” is marked already: remove that mark first.`);
    this.#text.select(range.end);
    this.#set([...others, { ...range, label: value }], `“${this.#excerpt(range)}” marked: ${text}.`);
  }

  #remove(span) {
    const rest = this.#spans.filter((other) => other !== span);
    // Without any marks nothing has been said; that there is nothing to mark has a key of its own.
    this.#set(rest.length ? rest : null, `“${this.#excerpt(span)}” is no longer marked.`);
  }

  #set(marked, said) {
    this.#past.push(this.#spans);
    this.#spans = marked && spans.sorted(marked);
    this.#change(said);
  }

  #undo() {
    if (!this.#past.length) return false;
    this.#spans = this.#past.pop();
    this.#change("Undone.");
    return true;
  }

  #change(said) {
    this.attend();
    this.#draw();
    this.querySelector("[data-status]").textContent = said;
    this.changed();
  }

  #click(event) {
    const button = event.target.closest("button");
    const row = button?.closest("[data-index]");
    if (button?.dataset.key) this.press(button.dataset.key);
    else if (button?.dataset.span === "undo") this.#undo();
    else if (button?.dataset.span === "remove") this.#removeRow(row);
    else if (button?.dataset.span === "find") this.#find(this.#spans[row.dataset.index]);
  }

  // The focus goes to the row that takes its place, or back to the text.
  #removeRow(row) {
    const { index } = row.dataset;
    this.#remove(this.#spans[index]);
    const next = this.list.querySelector(`[data-index="${Math.min(index, (this.#spans?.length ?? 0) - 1)}"] [data-span=remove]`);
    if (next) next.focus();
    else this.focusAnswer();
  }

  #find({ start, end }) {
    this.#text.focus();
    this.#text.select(start, end);
    this.#text.element.scrollIntoView({ block: "nearest" });
  }

  #look() {
    this.toggleAttribute("data-selecting", this.#selection !== null);
  }

  #excerpt({ start, end }) {
    const words = this.#text.text.slice(start, end).replace(/\s+/g, " ");
    return words.length > 60 ? `${words.slice(0, 60).trimEnd()} …` : words;
  }

  #draw() {
    const marked = this.#spans ?? [];
    const button = (span) => this.labels.find(({ dataset }) => dataset.value === span.label);
    const mark = (span) => ({ ...span, label: button(span).dataset.text, tone: button(span).dataset.tone });
    const known = marked.filter(button);
    this.#text?.draw(this, known.map(mark));
    this.list.replaceChildren(...known.map((span) => this.#row(mark(span), marked.indexOf(span))));
    this.list.hidden = !known.length;
    this.querySelector('[data-key="0"]').setAttribute("aria-pressed", String(this.#spans?.length === 0));
    this.querySelector("[data-span=undo]").disabled = !this.#past.length;
  }

  #row({ start, end, label, tone }, index) {
    const row = this.querySelector("template").content.cloneNode(true).firstElementChild;
    const excerpt = this.#excerpt({ start, end });
    Object.assign(row.dataset, { index, tone });
    row.querySelector("[data-label]").textContent = label;
    row.querySelector("[data-excerpt]").textContent = excerpt;
    row.querySelector("[data-span=remove]").setAttribute("aria-label", `Remove ${label}: ${excerpt}`);
    return row;
  }
}

customElements.define("question-span", SpanQuestion);

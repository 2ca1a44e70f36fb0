// A ranking: options are placed one after the other, best first, and moved by key, mouse or finger.
import { sortable } from "./sorting.js";
import { Question } from "./question.js";
import * as tiers from "./tiers.js";

class RankingQuestion extends Question {
  #tiers = [];
  #latest = null;

  connectedCallback() {
    this.ties = this.querySelector(".ranking").hasAttribute("data-ties");
    this.placed = this.querySelector("[data-placed]");
    this.rest = this.querySelector("[data-rest]");
    this.items = [...this.querySelectorAll("[data-value]")];
    this.order = this.items.map((item) => item.dataset.value);
    sortable(this.name, [this.placed, this.rest], (item, list, place) => this.#dropped(item, list, place));
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("keydown", (event) => this.#press(event));
  }

  get answer() {
    const ordered = this.#tiers.map((tier) => this.order.filter((value) => tier.includes(value)));
    return ordered.length ? ordered : null;
  }

  set answer(answer) {
    const known = (answer ?? []).map((tier) => [tier].flat().filter((value) => this.order.includes(value)));
    this.#tiers = known.filter((tier) => tier.length);
    this.#latest = this.#tiers.flat().at(-1) ?? null;
    this.#draw();
  }

  get #complete() {
    return this.#tiers.flat().length === this.order.length;
  }

  get complaint() {
    if (this.#tiers.length && !this.#complete) return "Place the others too, or keep them in this order with 0.";
    return super.complaint;
  }

  get settled() {
    return this.#complete && !this.ties;
  }

  clear() {
    this.answer = null;
  }

  focusAnswer() {
    this.querySelector(".ranking").focus({ preventScroll: true });
  }

  get keys() {
    return ["0", ...this.items.map((item) => item.dataset.key)];
  }

  press(typed) {
    const item = this.items.find((candidate) => candidate.dataset.key === typed);
    if (item) this.#toggle(item.dataset.value);
    else if (typed === "0") this.#keepOrder();
    return item !== undefined || typed === "0";
  }

  key(key) {
    return key === "=" && this.#tie(this.#latest);
  }

  #is(value) {
    return this.#tiers.flat().includes(value);
  }

  #toggle(value) {
    this.#change(this.#is(value) ? tiers.without(this.#tiers, value) : tiers.append(this.#tiers, value), value);
  }

  #keepOrder() {
    const rest = this.order.filter((value) => !this.#is(value));
    this.#change(rest.reduce(tiers.append, this.#tiers), rest.at(-1) ?? this.#latest);
  }

  #tie(value) {
    if (!this.ties || !this.#is(value)) return false;
    this.#change(tiers.toggleTie(this.#tiers, value), value);
    return true;
  }

  #dropped(item, list, place) {
    const { value } = item.dataset;
    this.#change(list === this.placed ? tiers.insert(this.#tiers, value, place) : tiers.without(this.#tiers, value), value);
  }

  #change(ranking, value) {
    this.#tiers = ranking;
    this.#latest = this.#is(value) ? value : (ranking.flat().at(-1) ?? null);
    this.#draw();
    this.#say(value);
    this.changed();
  }

  #click(event) {
    const item = event.target.closest("[data-value]");
    const act = event.target.closest("[data-rank]")?.dataset.rank;
    if (act === "keep") this.#keepOrder();
    else if (act === "tie") this.#tie(item.dataset.value);
    else if (act === "out" || (item && !this.#is(item.dataset.value))) this.#toggle(item.dataset.value);
  }

  // With the focus on an option: arrows move it, Space places it or takes it back, = shares the place above.
  #press(event) {
    const value = event.target.dataset.value;
    if (value === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const placed = this.#is(value);
    const { key } = event;
    if (key === " " || (key === "Enter" && !placed)) this.#toggle(value);
    else if (key === "ArrowUp" || key === "ArrowDown") this.#arrow(value, placed, key === "ArrowUp" ? -1 : 1);
    else if (key === "=" && placed) this.#tie(value);
    else return;
    event.preventDefault();
  }

  #arrow(value, placed, step) {
    if (placed) this.#change(tiers.move(this.#tiers, value, step), value);
    else if (step < 0) this.#toggle(value);
  }

  // Moving an element in the page takes the focus from it.
  #draw() {
    const focused = this.items.find((item) => item === document.activeElement);
    const ranked = this.#tiers.flat();
    const item = (value) => this.items[this.order.indexOf(value)];
    this.placed.replaceChildren(...ranked.map(item));
    this.rest.replaceChildren(...this.order.filter((value) => !ranked.includes(value)).map(item));
    this.placed.role = ranked.length ? "list" : "group";
    this.rest.hidden = this.#complete;
    this.querySelector('[data-rank="keep"]').hidden = this.#complete;
    for (const each of this.items) this.#drawItem(each);
    focused?.focus({ preventScroll: true });
  }

  #drawItem(item) {
    const { value, text } = item.dataset;
    const at = this.#tiers.findIndex((tier) => tier.includes(value));
    const placed = at >= 0;
    const tied = placed && this.#tiers[at][0] !== value;
    item.role = placed ? "listitem" : "button";
    if (placed) item.setAttribute("aria-label", `Place ${at + 1}: ${text}`);
    else item.removeAttribute("aria-label");
    item.toggleAttribute("data-tied", tied);
    item.querySelector("[data-place]").textContent = placed ? at + 1 : "";
    for (const button of item.querySelectorAll("button")) button.hidden = !placed;
    const tie = item.querySelector('[data-rank="tie"]');
    if (!tie) return;
    tie.hidden = !placed || (at === 0 && !tied);
    tie.setAttribute("aria-pressed", String(tied));
  }

  #say(value) {
    const { text } = this.items[this.order.indexOf(value)].dataset;
    const at = this.#tiers.findIndex((tier) => tier.includes(value));
    const words = at < 0 ? "not placed" : `place ${at + 1} of ${this.#tiers.length}`;
    this.querySelector("[role=status]").textContent = `${text}: ${words}`;
  }
}

customElements.define("question-ranking", RankingQuestion);

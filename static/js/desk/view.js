// What the desk shows: a record, or why there is none, and short messages over either.
const TOLD_FOR = 8000;
const DOUBLE_CLICK = 500;

export class View {
  #toldUntil;
  #held;

  constructor(desk) {
    this.desk = desk;
    this.body = desk.querySelector("[data-body]");
    this.form = desk.querySelector("[data-form]");
    this.record = desk.querySelector("[data-record]");
    this.fields = desk.querySelector("[data-fields]");
    this.questions = desk.querySelector("[data-questions]");
    this.idle = desk.querySelector("section[data-idle]");
    this.notice = desk.querySelector("[data-notice]");
    this.retry = desk.querySelector("[data-retry]");
    this.buttons = desk.querySelector(".desk-buttons");
    this.on = desk.querySelector("[data-on]");
  }

  // The fields' HTML is the server's, sanitised there.
  showRecord(assignment) {
    this.fields.innerHTML = assignment.html;
    this.body.hidden = false;
    this.idle.hidden = true;
    this.record.scrollTop = this.questions.scrollTop = 0;
    window.scrollTo(0, 0);
  }

  // `words` go where the template has a place for them.
  showIdle(reason, words = "") {
    const template = this.desk.querySelector(`template[data-idle-for="${reason}"]`);
    const shown = this.idle.dataset.reason === reason && !this.idle.hidden;
    this.body.hidden = true;
    this.idle.hidden = false;
    if (shown) return;
    this.idle.dataset.reason = reason;
    this.idle.replaceChildren(template.content.cloneNode(true));
    const place = this.idle.querySelector("[data-words]");
    if (place) place.textContent = words;
    this.idle.focus({ preventScroll: true });
  }

  // While an answer is on its way it cannot change: the key stands for these very words.
  lock(locked) {
    // Each by itself: together they could not be scrolled.
    for (const question of this.questions.children) question.inert = locked;
    for (const button of this.buttons.querySelectorAll("button")) button.disabled = locked;
  }

  // The record and its answer stay, and nothing is left to do but to go on.
  hold(held) {
    clearTimeout(this.#held);
    this.lock(held);
    this.form.toggleAttribute("data-held", held);
    this.buttons.hidden = held;
    this.on.hidden = !held;
    // It stands where one has just submitted: the second half of a double click must not press it.
    this.on.disabled = held;
    if (held) this.#held = setTimeout(() => (this.on.disabled = false), DOUBLE_CLICK);
  }

  waiting(on, signedOut = false) {
    this.retry.hidden = !on;
    this.retry.querySelector("[data-sign-in]").hidden = !signedOut;
  }

  // One's own count moves with the answer; the server's figure follows with the next refresh.
  count(step) {
    const own = this.desk.querySelector("[data-own-count]");
    if (!own) return;
    own.dataset.ownCount = Math.max(0, Number(own.dataset.ownCount) + step);
    own.textContent = Number(own.dataset.ownCount).toLocaleString();
  }

  tell(text, tone = "") {
    clearTimeout(this.#toldUntil);
    this.notice.hidden = !text;
    this.notice.textContent = text;
    this.notice.className = `desk-notice notice ${tone}`;
    if (text) this.#toldUntil = setTimeout(() => this.tell(""), TOLD_FOR);
  }
}

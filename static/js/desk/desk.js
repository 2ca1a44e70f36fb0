// <labeling-desk>: takes records from the API one by one, keeps and sends the answers, obeys the keyboard.
import "../elements/reason-form.js";
import { Answers } from "./answers.js";
import * as api from "./api.js";
import { ask, open, wireClosing } from "./dialogs.js";
import { Drafts } from "./drafts.js";
import { Feedback } from "./feedback.js";
import { Keyboard } from "./keyboard.js";
import { Outbox } from "./outbox.js";
import { Qualification } from "./qualification.js";
import { SaveState } from "./save-state.js";
import { Sender } from "./sender.js";
import { View } from "./view.js";
import { Watch } from "./watch.js";

const WORDS = { skip: "Skipped.", flag: "Flagged. Thank you." };

class LabelingDesk extends HTMLElement {
  // "loading", "working" (a record is open), "saving" (its answer is on its way), "told" (something is said, and
  // `proceed` waits until one goes on) or "idle".
  #phase = "loading";
  #assignment = null;
  #proceed = null;

  async connectedCallback() {
    const { user, project } = this.dataset;
    this.project = project;
    this.view = new View(this);
    this.state = new SaveState(this.querySelector("[data-save-state]"));
    this.drafts = new Drafts(user, (state) => this.#phase === "working" && this.state.show(state));
    this.outbox = new Outbox(user, project);
    this.sender = new Sender((waiting) => this.#waiting(waiting));
    this.answers = new Answers(this.view.questions);
    this.qualification = new Qualification(this);
    this.feedback = new Feedback(this, "now");
    this.earlier = new Feedback(this, "earlier", "Your earlier answer:");
    this.#listen();
    await Promise.all(this.answers.questions.map((question) => customElements.whenDefined(question.localName)));
    this.keyboard = new Keyboard(this);
    this.watch = new Watch(this);
    await this.#start();
  }

  disconnectedCallback() {
    this.keyboard?.stop();
    this.watch?.stop();
  }

  #listen() {
    this.view.questions.addEventListener("answer", () => this.drafts.put(this.#assignment.id, this.answers.values));
    this.view.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.act("submit");
    });
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) this.act(button.dataset.act);
    });
    wireClosing(this);
  }

  // An answer that an earlier page could not send comes first.
  async #start() {
    const entry = this.outbox.oldest();
    if (!entry) return this.load();
    this.view.showIdle("saving");
    await this.#send(entry);
  }

  get idle() {
    return this.#phase === "idle";
  }

  get working() {
    return this.#phase === "working";
  }

  get told() {
    return this.#phase === "told";
  }

  get current() {
    return this.#assignment?.id;
  }

  // Fetches what is open for this person; the same record until it is answered or given up.
  async load() {
    try {
      const reply = await api.next(this.project);
      if (reply.ok) this.#show(reply.data);
      else this.#rest("refused");
    } catch (error) {
      this.#rest(error instanceof api.SignedOut ? "signed-out" : "unreachable");
    }
  }

  // Whether the open record still is the open one. Where nobody answers, it stays.
  async refresh() {
    const reply = await api.next(this.project).catch(() => null);
    if (!reply?.ok || !this.working || reply.data.assignment?.id === this.current) return;
    this.#show(reply.data);
    this.view.tell("The record that was here has been dealt with, in another tab or because its time was over.");
  }

  #show(turn) {
    const said = this.qualification.take(turn);
    if (!said) return this.#open(turn);
    this.#hold(() => this.#open(turn));
    this.view.showIdle(said.name, said.words);
  }

  #hold(proceed) {
    this.watch.rest();
    this.#phase = "told";
    this.#proceed = proceed;
  }

  #open({ assignment, reason }) {
    this.feedback.hide();
    this.view.hold(false);
    if (!assignment) return this.#rest(reason);
    this.watch.rest();
    this.#assignment = assignment;
    this.#phase = "working";
    this.keyboard.forgetTyped();
    this.view.waiting(false);
    this.view.showRecord(assignment);
    this.answers.show(assignment.fields, this.view.fields);
    this.answers.fill(this.drafts.find(assignment));
    this.#focus();
  }

  #rest(reason) {
    this.#phase = "idle";
    this.#assignment = null;
    this.view.waiting(false);
    this.view.showIdle(reason, this.qualification.verdict);
    this.watch.idle(reason);
  }

  // To the text where one writes, unless that would push a phone's keyboard over the record; else to the record.
  #focus() {
    const writes = this.answers.active.constructor.writes && matchMedia("(pointer: fine)").matches;
    if (writes) this.answers.active.focusAnswer();
    else this.view.record.focus({ preventScroll: true });
  }

  // Does what a key or a button asks for; false where it makes no sense now.
  act(verb) {
    if (verb === "guidelines" || verb === "help") return open(this, verb);
    if (verb === "retry") this.sender.retry();
    else if (verb === "again" && this.idle) this.load();
    else if (verb === "undo" && (this.working || this.idle || this.told)) this.#undo();
    else if ((verb === "on" || verb === "submit") && this.told) this.#proceed();
    else if (verb === "submit" && this.working) this.#submit();
    else if ((verb === "skip" || verb === "flag") && this.working) this.#close(verb);
    else return false;
    return true;
  }

  move(step) {
    if (this.working) this.answers.move(step);
    return this.working;
  }

  clear() {
    if (!this.working) return false;
    this.answers.active.clear();
    this.answers.active.changed();
    return true;
  }

  match(typed) {
    return this.working ? this.answers.active.match(typed) : "no";
  }

  choose(typed) {
    if (!this.working || !this.answers.active.press?.(typed)) return;
    if (this.answers.atOnce) this.#submit();
    else if (this.answers.active.settled) this.answers.advance();
  }

  // A key that means something to the active question only.
  key(key) {
    return this.working && this.answers.active.key(key);
  }

  #submit() {
    if (!this.answers.complete()) return;
    this.earlier.hide();
    const entry = this.outbox.add(this.current, this.answers.values);
    return this.#send(entry);
  }

  // The page stays where it is until the server has the answer.
  async #send(entry) {
    this.#phase = "saving";
    this.view.tell("");
    this.view.lock(true);
    this.state.show("saving");
    const reply = await this.sender.send(entry);
    this.outbox.remove(entry);
    this.view.waiting(false);
    this.view.lock(false);
    if (reply.ok) this.#saved(entry, reply.data);
    else this.#refused(entry, reply);
  }

  #waiting({ error, again }) {
    const signedOut = error instanceof api.SignedOut;
    this.state.waiting(signedOut ? "you are signed out" : error.message, again);
    if (this.#assignment) this.view.waiting(true, signedOut);
    else this.view.showIdle(signedOut ? "signed-out" : "saving");
  }

  #saved(entry, { response, next }) {
    this.drafts.drop(entry.assignment);
    this.state.show("saved");
    if (response.counted) this.view.count(1);
    if (!response.counted) this.view.tell("Saved. The record had all its answers by then, so this one is kept as a surplus.");
    this.qualification.answered(response.feedback);
    if (response.feedback) this.#explain(entry, response.feedback, next);
    else this.#goOn(next);
  }

  // With the record in view where it still is there; an answer that an earlier page gave holds nobody up.
  #explain(entry, feedback, next) {
    const here = this.#assignment?.id === entry.assignment;
    (here ? this.feedback : this.earlier).show(feedback, this.answers.questions);
    if (!here) return this.#goOn(next);
    this.#hold(() => this.#goOn(next));
    this.view.hold(true);
    this.feedback.focus();
  }

  #goOn(next) {
    this.#phase = "loading";
    if (next) this.#show(next);
    else this.load();
  }

  #refused(entry, { status, data }) {
    this.state.show("none");
    const here = this.#assignment?.id === entry.assignment;
    if (status === 422 && here) {
      this.#phase = "working";
      if (this.answers.showProblems(data.problems ?? {})) this.view.tell(data.detail, "bad");
      return;
    }
    if (data.type === "urn:quorum:already-submitted") this.drafts.drop(entry.assignment);
    this.view.tell(data.detail, "warn");
    this.#goOn(null);
  }

  async #close(verb) {
    const reason = await ask(this, verb);
    if (!reason || !this.working) return;
    await this.#attempt(() => api.close(verb, this.current, reason), (data) => {
      this.drafts.drop(this.current);
      this.view.tell(WORDS[verb]);
      this.#goOn(data.next);
    });
  }

  async #undo() {
    await this.drafts.flush();
    await this.#attempt(() => api.undo(this.project), (data) => {
      this.#phase = "loading";
      this.#show(data);
      this.view.count(-1);
      this.view.tell("Your last answer is open again.");
    });
  }

  // What changes no answer is tried once: the record stays, and one is told why it did not work.
  async #attempt(call, done) {
    const before = this.#phase;
    this.#phase = "saving";
    this.state.show("none");
    try {
      const reply = await call();
      this.#phase = before;
      if (reply.ok) done(reply.data);
      else this.view.tell(this.qualification.explain(reply.data), "warn");
    } catch (error) {
      this.#phase = before;
      this.view.tell(`That did not work: ${error instanceof api.SignedOut ? "you are signed out" : error.message}. Try again.`, "bad");
    }
  }
}

customElements.define("labeling-desk", LabelingDesk);

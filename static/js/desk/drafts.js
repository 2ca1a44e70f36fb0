// Answers begun: in this browser at once, on the server a moment later.
import { forget, keep, keysOf, recall } from "../lib/local.js";
import * as api from "./api.js";

const PAUSE = 1500;
const KEPT_FOR = 30 * 24 * 3600 * 1000;

export class Drafts {
  #timer;
  #due = null;

  constructor(user, onState) {
    this.prefix = `quorum.draft.${user}.`;
    this.onState = onState;
    this.#sweep();
  }

  // What this browser has and the server does not is newer; else the server may know of another device.
  find(assignment) {
    const local = recall(this.prefix + assignment.id);
    return local && !local.saved ? local.values : (assignment.draft ?? local?.values ?? {});
  }

  put(assignment, values) {
    this.#due = { assignment, values };
    const kept = this.#keep(assignment, values, false);
    this.onState(kept ? "draft-kept" : "draft-unkept");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE);
  }

  async flush() {
    clearTimeout(this.#timer);
    const due = this.#due;
    if (!due) return;
    this.#due = null;
    try {
      const reply = await api.draft(due.assignment, due.values);
      if (!reply.ok || this.#due || recall(this.prefix + due.assignment) === null) return;
      this.#keep(due.assignment, due.values, true);
      this.onState("draft-saved");
    } catch {
      // It stays in this browser; the next change tries again.
    }
  }

  drop(assignment) {
    clearTimeout(this.#timer);
    this.#due = null;
    forget(this.prefix + assignment);
  }

  #keep(assignment, values, saved) {
    return keep(this.prefix + assignment, { values, saved, at: Date.now() });
  }

  #sweep() {
    for (const key of keysOf(this.prefix)) {
      if (Date.now() - (recall(key)?.at ?? 0) > KEPT_FOR) forget(key);
    }
  }
}

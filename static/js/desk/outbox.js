// Submitted answers that the server has not confirmed, each with the key under which it is sent, and sent again.
import { forget, keep, keysOf, recall } from "../lib/local.js";
import { uuid } from "../lib/uuid.js";

export class Outbox {
  constructor(user, project) {
    this.prefix = `quorum.outbox.${user}.${project}.`;
  }

  add(assignment, values) {
    const entry = { assignment, values, key: uuid(), at: Date.now() };
    keep(this.prefix + assignment, entry);
    return entry;
  }

  oldest() {
    const entries = keysOf(this.prefix).map((key) => recall(key)).filter(Boolean);
    return entries.sort((a, b) => a.at - b.at)[0] ?? null;
  }

  remove(entry) {
    forget(this.prefix + entry.assignment);
  }
}

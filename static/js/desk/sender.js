// Sends one answer until the server has taken or refused it: again after a while, when the network is back, when one
// returns to the tab (having signed in elsewhere, perhaps), or at once on `retry`.
import { Backoff } from "../lib/backoff.js";
import * as api from "./api.js";

export class Sender {
  #wake = () => {};

  constructor(onWaiting) {
    this.onWaiting = onWaiting;
    for (const event of ["online", "focus"]) window.addEventListener(event, () => this.retry());
  }

  retry() {
    this.#wake();
  }

  async send(entry) {
    const backoff = new Backoff();
    for (;;) {
      try {
        return await api.submit(entry);
      } catch (error) {
        if (!(error instanceof api.Unreachable || error instanceof api.SignedOut)) throw error;
        const pause = backoff.next();
        this.onWaiting({ error, again: Date.now() + pause });
        await this.#pause(pause);
      }
    }
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
    });
  }
}

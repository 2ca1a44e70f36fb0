// Looks again by itself: when nothing was there to label, when one comes back to the tab, when another tab answered.
const AGAIN = { waiting: 15_000, paused: 30_000, draft: 30_000, unreachable: 5_000, "signed-out": 0, complete: 60_000, held_back: 15_000 };
const AWAY = 60_000;

export class Watch {
  #timer;
  #looked = 0;
  #left = 0;
  #stop = new AbortController();

  constructor(desk) {
    this.desk = desk;
    const { signal } = this.#stop;
    document.addEventListener("quorum:changed", () => this.#look(), { signal });
    document.addEventListener("visibilitychange", () => this.#visibility(), { signal });
    window.addEventListener("focus", () => this.#look(), { signal });
    window.addEventListener("storage", (event) => this.#elsewhere(event), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.desk.working && this.desk.refresh(), { signal });
  }

  stop() {
    this.#stop.abort();
    this.rest();
  }

  rest() {
    clearTimeout(this.#timer);
  }

  idle(reason) {
    this.rest();
    const pause = AGAIN[reason];
    if (pause) this.#timer = setTimeout(() => this.desk.idle && this.desk.load(), pause * (1 + Math.random() / 4));
  }

  // A crowd that waits hears of every change: each of them asks at most every five seconds.
  #look() {
    if (!this.desk.idle || document.hidden || Date.now() - this.#looked < 5000) return;
    this.#looked = Date.now();
    this.desk.load();
  }

  #visibility() {
    if (document.hidden) {
      this.#left = Date.now();
      this.desk.drafts.flush();
    } else if (this.desk.working && Date.now() - this.#left > AWAY) {
      this.desk.refresh();
    }
  }

  // A draft disappears when its record is answered, skipped or flagged: in another tab, for this is its event.
  #elsewhere(event) {
    const gone = event.key === this.desk.drafts.prefix + this.desk.current && event.newValue === null;
    if (gone && this.desk.working) this.desk.refresh();
  }
}

// <live-project data-project="1">: listens to the project's socket, which only says what changed, and triggers
// `refresh` on elements with data-live="progress …", which fetch themselves again. At most one round in `data-round`
// seconds (where hundreds listen, as at desks, that is many), none while the tab is hidden, and one every
// `data-fallback` seconds for messages that were lost.
import { Backoff } from "../lib/backoff.js";

class LiveProject extends HTMLElement {
  #socket;
  #backoff = new Backoff();
  #changed = new Set();
  #timer;
  #fallback;
  #lastRound = 0;
  #stopped = false;
  #visible = () => this.#schedule();

  connectedCallback() {
    document.addEventListener("visibilitychange", this.#visible);
    this.#fallback = setInterval(() => this.#note(["everything"]), Number(this.dataset.fallback ?? 20) * 1000);
    this.#connect();
  }

  disconnectedCallback() {
    this.#stopped = true;
    document.removeEventListener("visibilitychange", this.#visible);
    clearInterval(this.#fallback);
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #connect() {
    if (this.#stopped) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.#socket = new WebSocket(`${scheme}://${location.host}/ws/projects/${this.dataset.project}/`);
    this.#socket.addEventListener("open", () => this.#backoff.reset());
    this.#socket.addEventListener("message", (event) => this.#note(JSON.parse(event.data).changed ?? []));
    this.#socket.addEventListener("close", () => setTimeout(() => this.#connect(), this.#backoff.next()));
  }

  #note(names) {
    for (const name of names) this.#changed.add(name);
    this.#schedule();
  }

  #schedule() {
    if (document.hidden || this.#changed.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#round(), Math.max(0, this.#lastRound + Number(this.dataset.round ?? 1) * 1000 - Date.now()));
  }

  #round() {
    if (document.hidden) return;
    const changed = this.#changed;
    this.#changed = new Set();
    this.#lastRound = Date.now();
    for (const element of document.querySelectorAll("[data-live]")) {
      const concerned = changed.has("everything") || element.dataset.live.split(" ").some((name) => changed.has(name));
      if (concerned) element.dispatchEvent(new CustomEvent("refresh"));
    }
    document.dispatchEvent(new CustomEvent("quorum:changed", { detail: changed }));
  }
}

// What the reader opened in a fragment, a <details id="…">, is open in the next one too.
let opened = [];
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  opened = [...detail.target.querySelectorAll("details[open][id]")].map((element) => element.id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
});

customElements.define("live-project", LiveProject);

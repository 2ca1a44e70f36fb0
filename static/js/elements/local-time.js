// <local-time datetime="2026-01-31T12:00:00+00:00">the server's words</local-time>: in the reader's zone and locale;
// with the attribute `relative`, "3 minutes ago", kept true.
const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [86400 * 30, "day", 86400],
  [86400 * 365, "month", 86400 * 30],
  [Infinity, "year", 86400 * 365],
];
const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

function ago(date) {
  const seconds = (date - Date.now()) / 1000;
  const [, unit, size] = STEPS.find(([limit]) => Math.abs(seconds) < limit);
  return words.format(Math.trunc(seconds / size), unit);
}

class LocalTime extends HTMLElement {
  #timer;

  connectedCallback() {
    const date = new Date(this.getAttribute("datetime"));
    if (Number.isNaN(date.getTime())) return;
    this.title = moment.format(date);
    if (!this.hasAttribute("relative")) {
      this.textContent = this.title;
      return;
    }
    const show = () => (this.textContent = ago(date));
    show();
    this.#timer = setInterval(show, 30_000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }
}

customElements.define("local-time", LocalTime);

// <reader-zone>: tells the server, in its input, the time zone that the reader's times are in, and the reader too
// ([data-zone]). Without this module they are in UTC, which the page says.
class ReaderZone extends HTMLElement {
  connectedCallback() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone) return;
    this.querySelector("input[name=zone]").value = zone;
    this.querySelector("[data-zone]").textContent = zone.replaceAll("_", " ");
  }
}

customElements.define("reader-zone", ReaderZone);

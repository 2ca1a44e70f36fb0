// What images, audio and video share: words in the place of what does not load.
const PLAYS = [" ", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

export class MediaField extends HTMLElement {
  connectedCallback() {
    const media = this.querySelector("img, audio, video");
    media.addEventListener("error", () => this.#failed(), { once: true });
    // While a player has the focus these keys are its own, not the desk's.
    media.addEventListener("keydown", (event) => {
      if (media.controls && PLAYS.includes(event.key)) event.stopPropagation();
    });
    // What failed before this module was here tells nobody again.
    if (media.error || (media.complete && media.naturalWidth === 0)) this.#failed();
  }

  #failed() {
    this.toggleAttribute("data-failed", true);
    this.querySelector("[data-problem]").hidden = false;
  }
}

// The line that always says where the answer is.
const WORDS = {
  none: "",
  "draft-kept": "Draft kept in this browser",
  "draft-unkept": "This browser keeps no drafts: submit before you leave",
  "draft-saved": "Draft saved",
  saving: "Saving …",
  saved: "Saved",
};

export class SaveState {
  #timer;

  constructor(element) {
    this.element = element;
  }

  show(state) {
    clearInterval(this.#timer);
    this.element.dataset.state = state;
    this.element.textContent = WORDS[state];
  }

  // The words are announced once; the seconds tick in silence.
  waiting(reason, again) {
    clearInterval(this.#timer);
    this.element.dataset.state = "waiting";
    const seconds = document.createElement("span");
    seconds.setAttribute("aria-hidden", "true");
    this.element.replaceChildren(`Not saved yet: ${reason}. Kept in this browser, trying again `, seconds);
    const tick = () => {
      const left = Math.ceil((again - Date.now()) / 1000);
      seconds.textContent = left > 0 ? `in ${left} s` : "now";
    };
    tick();
    this.#timer = setInterval(tick, 1000);
  }
}

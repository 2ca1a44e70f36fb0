// Where one stands who qualifies: the line over the record, and what is said before a round and after it.
const WORKING = ["waiting", "complete"];
const EXPLAINED = "You have been told what is right there, so that answer stays as it is.";

function times(number) {
  return ["", "once", "twice"][number] ?? `${number} times`;
}

export class Qualification {
  #place = null;
  #begun = 0;
  #explained = false;

  constructor(desk) {
    this.line = desk.querySelector("[data-qualification]");
  }

  // An answer is saved. Its feedback is seen before the server's next word on where one stands.
  answered(feedback) {
    this.#explained = Boolean(feedback);
    if (!feedback || !this.#told) return;
    this.#place = { ...this.#place, right: this.#place.right + feedback.passed };
    this.#draw();
  }

  // What is said where the server refuses, to undo an answer for one.
  explain({ type, detail }) {
    const behind = this.#told && (this.#place.answered > 0 || this.#place.round > 1);
    return type === "urn:quorum:nothing-to-undo" && (this.#explained || behind) ? EXPLAINED : detail;
  }

  // What comes next: returns what is to be said before it, as the template's name and the words for it, or null.
  take({ assignment, reason, qualification }) {
    const before = this.#place;
    const place = (this.#place = qualification ?? null);
    this.#draw();
    if (!place) return this.#qualified(before, assignment || WORKING.includes(reason)) ? this.#say("qualified", before) : null;
    if (!assignment) return null;
    const begun = place.answered > 0 || place.round === this.#begun;
    this.#begun = place.round;
    if (begun) return null;
    return before && before.round < place.round ? this.#say("again", before) : this.#say("begin", place);
  }

  #draw() {
    const place = this.#place;
    this.line.hidden = !place;
    if (!place) return this.line.replaceChildren();
    const number = Math.min(place.answered + 1, place.controls);
    const attempt = place.round > 1 ? `, try ${place.round} of ${place.rounds}` : "";
    const words = [this.#span("badge accent", `Qualification ${number} of ${place.controls}${attempt}`)];
    if (place.right !== null) words.push(" ", this.#span("muted small", `${place.right} right so far, ${place.needed} needed`));
    this.line.replaceChildren(...words);
  }

  // How the round went, as far as one may know.
  get verdict() {
    return this.#place ? verdict(this.#place) : "";
  }

  get #told() {
    return typeof this.#place?.right === "number";
  }

  #qualified(before, works) {
    if (!before || !works) return false;
    return before.right === null ? before.answered + 1 >= before.controls : before.right >= before.needed;
  }

  #say(name, place) {
    return { name, words: WORDS[name](place) };
  }

  #span(classes, text) {
    const span = document.createElement("span");
    span.className = classes;
    span.textContent = text;
    return span;
  }
}

function verdict({ right, controls, needed }) {
  return right === null ? "" : `${right} of ${controls} ${right === 1 ? "was" : "were"} right; it takes ${needed}.`;
}

const WORDS = {
  begin({ controls, needed, right, round, rounds }) {
    const first = controls === 1 ? "One record with a known answer comes first" : `${controls} records with known answers come first`;
    const attempts = round > 1 ? `this is try ${round} of ${rounds}` : `you may try ${times(rounds)}`;
    const told = right === null ? "" : " After each you are told what was right; the answer then stays as it is.";
    return `${first}. It takes ${needed} right to qualify, and ${attempts}.${told}`;
  },
  again(before) {
    return `${verdict(before)} You may try ${times(before.rounds - before.round)} more, with other records.`.trim();
  },
  qualified(before) {
    return `${verdict(before)} From here on your answers are part of the campaign.`.trim();
  },
};

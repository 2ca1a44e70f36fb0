// What was right, after an answer to a record with known ones. The explanation's HTML is the server's, sanitised there.
const VERDICTS = {
  true: { mark: "✓", words: "Right", tone: "good" },
  false: { mark: "✗", words: "Not right", tone: "bad" },
};

export class Feedback {
  // `name` says which place on the desk; `lead` what its verdict begins with.
  constructor(desk, name, lead = "") {
    this.name = name;
    this.lead = lead;
    this.place = desk.querySelector(`[data-feedback="${name}"]`);
    this.template = desk.querySelector("template[data-feedback-panel]");
    this.place.addEventListener("click", ({ target }) => target.closest("[data-dismiss]") && this.hide());
  }

  show({ passed, accepted, html }, questions) {
    const { mark, words, tone } = VERDICTS[passed];
    const panel = this.template.content.firstElementChild.cloneNode(true);
    const [verdict, body] = ["verdict", "body"].map((part) => panel.querySelector(`[data-${part}]`));
    panel.classList.add(tone);
    panel.querySelector("[data-mark]").textContent = mark;
    panel.querySelector("[data-words]").textContent = this.lead ? `${this.lead} ${words.toLowerCase()}` : words;
    panel.querySelector("[data-accepted]").append(...this.#accepted(accepted, questions));
    panel.querySelector("[data-explanation]").innerHTML = html;
    panel.setAttribute("aria-labelledby", (verdict.id = `${this.name}-verdict`));
    panel.setAttribute("aria-describedby", (body.id = `${this.name}-body`));
    this.place.replaceChildren(panel);
  }

  hide() {
    this.place.replaceChildren();
  }

  focus() {
    this.place.firstElementChild.focus({ preventScroll: true });
  }

  // In the order of the questions, each by its title where there are several.
  #accepted(accepted, questions) {
    const known = questions.filter((question) => accepted[question.name]);
    return known.flatMap((question) => [
      this.#element("dt", questions.length > 1 ? `Accepted: ${question.heading}` : "Accepted"),
      ...accepted[question.name].map((answer) => this.#element("dd", answer)),
    ]);
  }

  #element(tag, text) {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  }
}

// The questions on the desk as one form: which one is active, what is answered, what is missing.
export class Answers {
  #active = 0;

  constructor(container) {
    this.questions = [...container.children];
    for (const event of ["focusin", "change", "attend"]) {
      container.addEventListener(event, ({ target }) => this.#activate(target));
    }
  }

  get active() {
    return this.questions[this.#active];
  }

  get atOnce() {
    return this.questions.length === 1 && this.active.constructor.single;
  }

  get values() {
    const answered = this.questions.filter((question) => question.answer !== null);
    return Object.fromEntries(answered.map((question) => [question.name, question.answer]));
  }

  show(fields, container) {
    for (const question of this.questions) question.show(fields, container);
  }

  fill(values) {
    for (const question of this.questions) {
      question.problem = "";
      question.answer = values[question.name] ?? null;
    }
    this.activate(0);
  }

  activate(index) {
    this.#active = Math.max(0, Math.min(this.questions.length - 1, index));
    this.questions.forEach((question, place) => (question.active = place === this.#active && this.questions.length > 1));
  }

  move(step) {
    this.activate(this.#active + step);
    this.active.focusAnswer();
    this.active.scrollIntoView({ block: "nearest" });
  }

  // After an answer: on to the next question that has none.
  advance() {
    const rest = this.questions.findIndex((question, index) => index > this.#active && question.answer === null);
    if (rest >= 0) this.move(rest - this.#active);
  }

  // Says what is missing or wrong, at the question; true when nothing is.
  complete() {
    return this.showProblems(Object.fromEntries(this.questions.map((question) => [question.name, question.complaint])));
  }

  showProblems(problems) {
    const faulty = this.questions.filter((question) => problems[question.name]);
    for (const question of faulty) question.problem = problems[question.name];
    if (faulty.length) this.move(this.questions.indexOf(faulty[0]) - this.#active);
    return faulty.length === 0;
  }

  #activate(target) {
    const index = this.questions.findIndex((question) => question.contains(target));
    if (index >= 0) this.activate(index);
  }
}

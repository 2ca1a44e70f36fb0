import { ChoiceQuestion } from "./choice.js";

customElements.define("question-label", class LabelQuestion extends ChoiceQuestion {});

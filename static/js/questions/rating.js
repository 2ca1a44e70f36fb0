import { ChoiceQuestion } from "./choice.js";

customElements.define("question-rating", class RatingQuestion extends ChoiceQuestion {});

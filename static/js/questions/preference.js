import { ChoiceQuestion } from "./choice.js";

customElements.define("question-preference", class PreferenceQuestion extends ChoiceQuestion {});

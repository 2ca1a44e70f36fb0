import { MediaField } from "./media.js";

customElements.define("field-audio", class AudioField extends MediaField {});

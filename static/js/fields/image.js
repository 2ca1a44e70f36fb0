import { MediaField } from "./media.js";

customElements.define("field-image", class ImageField extends MediaField {});

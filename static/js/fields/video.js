import { MediaField } from "./media.js";

customElements.define("field-video", class VideoField extends MediaField {});

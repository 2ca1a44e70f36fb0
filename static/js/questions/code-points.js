// Offsets into one text: the server counts Unicode code points, JavaScript UTF-16 units, of which an emoji has two.
const PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

export class CodePoints {
  #pairs; // where each pair of units begins, in units

  constructor(text) {
    this.#pairs = Array.from(text.matchAll(PAIR), (match) => match.index);
    this.length = text.length - this.#pairs.length;
  }

  // Within a pair it is the code point that the pair is.
  fromUnits(units) {
    return units - this.#pairs.filter((pair) => pair < units).length;
  }

  toUnits(point) {
    return point + this.#pairs.filter((pair, before) => pair - before < point).length;
  }
}

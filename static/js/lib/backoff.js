// 1, 2, 4 … seconds up to `most`, each with up to a quarter of chance, so that a crowd does not return as one.
export class Backoff {
  #tries = 0;

  constructor(most = 30) {
    this.most = most;
  }

  next() {
    const seconds = Math.min(this.most, 2 ** this.#tries++);
    return seconds * 1000 * (1 + Math.random() / 4);
  }

  reset() {
    this.#tries = 0;
  }
}

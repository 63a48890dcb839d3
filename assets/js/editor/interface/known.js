// What is to be known of products and pictures that a text names. Everything that is asked for at once is one request.

const PAUSE = 20; // milliseconds in which questions are gathered

/** Asks the pickers at `address`, such as /studio/pickers/. `newProduct` is where one is made, for those who may. */
export class Known {
  #address;
  #answers = { products: new Map(), pictures: new Map() };
  #waiting = { products: new Map(), pictures: new Map() };

  constructor(address, newProduct) {
    this.#address = address;
    this.newProduct = newProduct;
  }

  /** What `kind` (“products”, “guides”, “pictures”) has these words; an empty list when nobody answers. */
  async find(kind, words, signal) {
    return this.#ask(kind, [["q", words]], signal);
  }

  /** The thing of `kind` that `reference` names; null when nobody answers. */
  of(kind, reference) {
    const answers = this.#answers[kind];
    if (!answers.has(reference)) answers.set(reference, this.#gather(kind, reference));
    return answers.get(reference);
  }

  #gather(kind, reference) {
    const waiting = this.#waiting[kind];
    if (!waiting.size) setTimeout(() => this.#send(kind), PAUSE);
    return new Promise((resolve) => waiting.set(reference, resolve));
  }

  async #send(kind) {
    const waiting = this.#waiting[kind];
    this.#waiting[kind] = new Map();
    const found = await this.#ask(kind, [...waiting.keys()].map((reference) => ["known", reference]));
    for (const [reference, resolve] of waiting) {
      const thing = found.find((choice) => choice.reference === reference);
      resolve(thing ?? null);
      if (!thing) this.#answers[kind].delete(reference);
    }
  }

  async #ask(kind, query, signal) {
    try {
      const answer = await fetch(`${this.#address}${kind}?${new URLSearchParams(query)}`, { signal, redirect: "error" });
      return answer.ok ? await answer.json() : [];
    } catch {
      return []; // offline or signed out: what is typed goes on
    }
  }
}

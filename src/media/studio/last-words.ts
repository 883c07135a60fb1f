/** Results kept after the end, so that an order given twice gets the same answer; oldest go first. */

/** How many ended things are remembered. */
export const lastWordsMax = 1_000

/** A map that forgets its oldest entry when it is full. */
export class LastWords<Value> {
  readonly #words = new Map<string, Value>()

  set(id: string, value: Value): void {
    this.#words.set(id, value)
    const [oldest] = this.#words.keys()
    if (this.#words.size > lastWordsMax && oldest !== undefined) this.#words.delete(oldest)
  }

  get(id: string): Value | undefined {
    return this.#words.get(id)
  }

  has(id: string): boolean {
    return this.#words.has(id)
  }
}

/** A queue as theory sees it: arrivals and talks without memory, so many servers. */
export interface Model {
  readonly servers: number
  /** Arrivals in a second. */
  readonly lambda: number
  /** Mean talk, in seconds. */
  readonly tau: number
  /** Mean patience, in seconds; without it nobody gives up. */
  readonly patience?: number
}

/** What theory says of a queue in its steady state. */
export interface Expected {
  /** The share that waits at all. */
  readonly waits: number
  /** The mean wait of all, in seconds, of those who give up as well. */
  readonly waitSeconds: number
  /** The share that gives up. */
  readonly abandons: number
}

/** Erlang B: the share lost where nobody can wait. B(0) = 1, B(k) = aB(k−1) / (k + aB(k−1)). */
export function erlangB(servers: number, offered: number): number {
  let lost = 1
  for (let k = 1; k <= servers; k += 1) lost = (offered * lost) / (k + offered * lost)
  return lost
}

/** M/M/n, everybody waits: C = B / (1 − ρ(1 − B)), and the mean wait Cτ / (n − a). */
export function erlangC({ servers, lambda, tau }: Model): Expected {
  const offered = lambda * tau
  if (offered >= servers) throw new RangeError('more work than servers: there is no steady state')
  const lost = erlangB(servers, offered)
  const waits = lost / (1 - (offered / servers) * (1 - lost))
  return { waits, waitSeconds: (waits * tau) / (servers - offered), abandons: 0 }
}

/**
 * M/M/n+M, patience without memory: with x = nμ/θ and y = λ/θ, A = ₁F₁(1; x + 1; y),
 * P(W>0) = AB / (1 + (A − 1)B) and P(Ab | W>0) = 1/(ρA) + 1 − 1/ρ; then E[W] = P(Ab)/θ.
 */
export function erlangA({ servers, lambda, tau, patience = Infinity }: Model): Expected {
  if (patience === Infinity) return erlangC({ servers, lambda, tau })
  const load = (lambda * tau) / servers
  const a = kummer((servers * patience) / tau, lambda * patience)
  const lost = erlangB(servers, lambda * tau)
  const waits = (a * lost) / (1 + (a - 1) * lost)
  const abandons = waits * (1 / (load * a) + 1 - 1 / load)
  return { waits, waitSeconds: abandons * patience, abandons }
}

/** ₁F₁(1; x + 1; y) as its series: Σ yᵏ / ((x + 1)…(x + k)), until a term adds nothing. */
function kummer(x: number, y: number): number {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * Number.EPSILON; k += 1) {
    term *= y / (x + k)
    sum += term
  }
  return sum
}

import { setTimeout as pause } from 'node:timers/promises'

/** How long something real may take before a test gives up on it. */
const patienceMs = 15_000
const lookEveryMs = 100

/**
 * Looks again and again until there is something to see, and gives it. Real peers take real time;
 * the words say what was waited for when it never came.
 */
export async function until<T>(
  words: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  msMax = patienceMs,
): Promise<T> {
  const end = performance.now() + msMax
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (performance.now() > end) throw new Error(`after ${msMax} ms still not: ${words}`)
    await pause(lookEveryMs)
  }
}

/** Gives a promise a time to be kept in. */
export async function within<T>(
  words: string,
  promise: Promise<T>,
  msMax = patienceMs,
): Promise<T> {
  const controller = new AbortController()
  const late = pause(msMax, undefined, { signal: controller.signal }).then(
    () => {
      throw new Error(`after ${msMax} ms still not: ${words}`)
    },
    () => new Promise<never>(() => {}),
  )
  try {
    return await Promise.race([promise, late])
  } finally {
    controller.abort()
  }
}

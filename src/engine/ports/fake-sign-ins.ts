import type { KeptSignIn, SignInsPort } from './sign-ins.ts'

/** Sign-ins that outlive a server of a test: the fake of the port, open to look at. */
export function fakeSignIns(): SignInsPort & { readonly kept: Map<string, KeptSignIn> } {
  const kept = new Map<string, KeptSignIn>()
  return {
    kept,
    async put(signIn) {
      kept.set(signIn.id, signIn)
      await Promise.resolve()
    },
    async use(uses) {
      for (const { id, usedAt } of uses) {
        const known = kept.get(id)
        if (known !== undefined) kept.set(id, { ...known, usedAt })
      }
      await Promise.resolve()
    },
    async drop(ids) {
      for (const id of ids) kept.delete(id)
      await Promise.resolve()
    },
    async all() {
      await Promise.resolve()
      return [...kept.values()].toSorted((one, other) => one.startedAt - other.startedAt)
    },
  }
}

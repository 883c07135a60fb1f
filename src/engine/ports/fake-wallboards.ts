import type { KeptWallboard, WallboardsPort } from './wallboards.ts'

/** Wallboards of a test: the fake of the port. */
export function fakeWallboards(): WallboardsPort {
  const kept = new Map<string, KeptWallboard>()
  return {
    put: async wallboard => void kept.set(wallboard.digest, wallboard),
    find: async digest => kept.get(digest),
    list: async tenant =>
      [...kept.values()]
        .filter(one => one.tenant === tenant)
        .toSorted((one, other) => one.madeAt - other.madeAt),
    drop: async (tenant, id) => {
      const found = [...kept.values()].find(one => one.tenant === tenant && one.id === id)
      return found !== undefined && kept.delete(found.digest)
    },
  }
}

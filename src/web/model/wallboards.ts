import type { MadeWallboard, ServiceLevelDialect, WallboardView } from '#contract'
import type { Http, Outcome } from '../connection/http.ts'

/** The dialects of the service level, the strictest first. */
export const dialects: readonly ServiceLevelDialect[] = [
  'left',
  'decided',
  'without-short',
  'answered',
]

/** The wallboards of the organisation: which there are, a new one, and one less. */
export interface Wallboards {
  readonly list: () => Promise<Outcome<{ readonly wallboards: readonly WallboardView[] }>>
  readonly make: (asked: {
    readonly name: string
    readonly dialect: ServiceLevelDialect
  }) => Promise<Outcome<MadeWallboard>>
  readonly drop: (id: string) => Promise<Outcome<void>>
}

/** Wallboards over HTTP; each question is asked anew. */
export function createWallboards(http: Http): Wallboards {
  return {
    list: () => http.get('/api/wallboards'),
    make: asked => http.post('/api/wallboards', asked),
    drop: id => http.remove(`/api/wallboards/${encodeURIComponent(id)}`),
  }
}

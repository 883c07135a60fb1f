/** What customers hear where nobody can take their call: a pitch of its own. */
export const sorryHz = 520

/** Where customers call from pages: the main line, a line that is closed, and one that is full. */
export interface WebEntries {
  /** Sites whose pages may hold the button. */
  readonly origins: readonly string[]
}

/** The queue that nobody may wait in. */
export const fullQueue = `
  - id: crowd
    name: Crowd
    hours: always
    waitingMax: 0
    dispositions: [sold]`

/** The entries, as the tenant's file has them. */
export function webEntries({ origins }: WebEntries): string {
  return `
webCalls:
  - id: shop
    name: Talk to the test house
    flow: main
    origins: [${origins.map(one => `'${one}'`).join(', ')}]
    consent: This call is recorded.
    callsPerSourceMax: 2
  - { id: night, name: Night line, flow: web-closed }
  - { id: crowd, name: Crowd, flow: web-full }
`
}

/** The flows of the lines where nobody is reached, by their files' names. */
export function webFlows(sorry: string): Readonly<Record<string, string>> {
  const flow = (id: string, queue: string): string => `
flow: ${id}
name: ${id}
start: line
steps:
  line: { queue: ${queue}, closed: sorry, timeout: sorry }
  sorry: { say: { file: '${sorry}' }, next: end }
  end: { hang-up: }
`
  return {
    'web-closed.yaml': flow('web-closed', 'night'),
    'web-full.yaml': flow('web-full', 'crowd'),
  }
}

/** One line of the operator's log: what happened, where, and the data to find it by. No secrets. */
export type Log = (
  level: 'info' | 'warn' | 'alarm',
  event: string,
  details: Readonly<Record<string, string | number | boolean | undefined>>,
) => void

/** A log nobody reads, for tests. */
export const silentLog: Log = () => {}

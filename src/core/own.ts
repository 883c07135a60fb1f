/** What stands in a record under a name from outside; a plain object also answers to `constructor`. */
export function ownOf<V>(
  record: Readonly<Record<string, V>> | undefined,
  name: string,
): V | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}

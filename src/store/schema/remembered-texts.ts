import type { Value } from '../database.ts'
import type { Builder, Written } from './builder.ts'

/** Texts are kept up to this many rows; more at once are rare, and share the price of theirs. */
export const rowsRememberedMax = 64

const texts = new WeakMap<Builder, Map<string, string>>()

/**
 * A statement whose text is made once and kept, as building one takes longer than carrying it out.
 * The first time shows that its parameters are those that are given here, in this order.
 */
export function remembered(
  build: Builder,
  of: {
    readonly name: string
    readonly parameters: readonly Value[]
    readonly write: () => Written
  },
): Written {
  return {
    compile() {
      const known = textsOf(build)
      const sql = known.get(of.name)
      if (sql !== undefined) return { sql, parameters: of.parameters }
      const made = of.write().compile()
      const same = made.parameters.every((parameter, at) => parameter === of.parameters[at])
      if (!same || made.parameters.length !== of.parameters.length) {
        throw new TypeError(`the text of ${of.name} takes other parameters than it is given`)
      }
      known.set(of.name, made.sql)
      return made
    },
  }
}

/** A statement that writes rows of one shape, its text kept for each number of them. */
export function rememberedRows<Row extends Readonly<Record<string, Value>>>(
  build: Builder,
  of: {
    readonly name: string
    readonly rows: readonly Row[]
    readonly write: (rows: readonly Row[]) => Written
  },
): Written {
  const { name, rows, write } = of
  if (rows.length > rowsRememberedMax) return write(rows)
  const columns = Object.keys(rows[0] ?? {})
  return remembered(build, {
    name: `${name} ${rows.length}`,
    parameters: rows.flatMap(row => columns.map(column => row[column] ?? null)),
    write: () => write(rows),
  })
}

function textsOf(build: Builder): Map<string, string> {
  const known = texts.get(build)
  if (known !== undefined) return known
  const none = new Map<string, string>()
  texts.set(build, none)
  return none
}

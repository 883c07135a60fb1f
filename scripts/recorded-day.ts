/**
 * The recorded days of each release, told again: their facts must be the same on every machine and
 * with every later version, or a change of mind needs a numbered flag.
 *
 *     node scripts/recorded-day.ts             tells them again here, and says whether they are the same:
 *                                              from the file, through SQLite, and through PostgreSQL
 *                                              where PARLEY_TEST_DATABASE_URL names a server
 *     node scripts/recorded-day.ts --elsewhere and under other zones, locales and versions of Node;
 *                                              wants PARLEY_TEST_DATABASE_URL, to tell of both stores
 *     node scripts/recorded-day.ts --record full-day   records a day anew; only before a release
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, env, execPath, stdout, version } from 'node:process'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { ReplayedDay } from '#simulator'
import { recordDay, replayDay } from '#simulator'

const release = '0.1.0'
const folder = join(import.meta.dirname, '..', 'test', 'replay')
const fileOf = (day: string, ending: string): string => join(folder, `${day}-${release}.${ending}`)
const days = ['busy-day', 'full-day'] as const
type Day = (typeof days)[number]

/** The version of Node our stores need. */
const storesNeed = 24

/** Where the day is told again with `--elsewhere`: far zones, other letters and digits, an older and a newer Node. */
const places: readonly { readonly env: Record<string, string>; readonly node?: string }[] = [
  { env: { TZ: 'UTC', LANG: 'C' } },
  { env: { TZ: 'Pacific/Apia', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } },
  { env: { TZ: 'Asia/Kathmandu', LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' } },
  { env: { TZ: 'America/St_Johns', LANG: 'de_CH.UTF-8' }, node: '22' },
  { env: { TZ: 'Europe/London', LANG: 'en_GB.UTF-8' }, node: '24' },
  { env: { TZ: 'Australia/Lord_Howe', LANG: 'fa_IR.UTF-8', LC_ALL: 'fa_IR.UTF-8' }, node: '25' },
]

const wanted = days.find(day => argv.includes('--record') && argv.includes(day))
if (wanted !== undefined) record(wanted)
const passed = argv.includes('--elsewhere') ? await tellEverywhere() : await tellHere()
process.exitCode = passed ? 0 : 1

function record(day: Day): void {
  const journal = recordDay(day)
  writeFileSync(fileOf(day, 'jsonl.gz'), gzipSync(journal, { level: 9 }))
  writeFileSync(fileOf(day, 'json'), `${JSON.stringify(replayDay(journal), undefined, 2)}\n`)
}

function journalOf(day: Day): string {
  return gunzipSync(readFileSync(fileOf(day, 'jsonl.gz'))).toString('utf8')
}

async function tellHere(): Promise<boolean> {
  const same: boolean[] = []
  const stored = await throughStores()
  for (const day of days) {
    const recorded = readFileSync(fileOf(day, 'json'), 'utf8')
    same.push(compare('the file', journalOf(day), recorded))
    for (const { from, text } of stored[day]) same.push(compare(from, text, recorded))
  }
  return same.every(Boolean)
}

function compare(from: string, journal: string, recorded: string): boolean {
  const expected: ReplayedDay = JSON.parse(recorded)
  const told = replayDay(journal)
  const same = JSON.stringify(told) === JSON.stringify(expected)
  const zone = Intl.DateTimeFormat().resolvedOptions()
  stdout.write(
    `${same ? 'same' : 'DIFFERENT'}: ${told.inputs} inputs, ${told.facts} facts, ` +
      `${told.digest.slice(0, 16)}… from ${from} in ${zone.timeZone}, ${zone.locale}, Node ${version}\n`,
  )
  return same
}

interface Told {
  readonly from: string
  readonly text: string
}

/** What is older than our stores need (`await using`, Node 24) tells what they gave back on this one. */
async function throughStores(): Promise<Readonly<Record<Day, readonly Told[]>>> {
  const kept = env['PARLEY_DAY_FROM_STORES']
  if (kept !== undefined) return JSON.parse(readFileSync(kept, 'utf8'))
  const { dayThroughStores } = await import('./day-through-stores.ts')
  const through = (day: Day): ReturnType<typeof dayThroughStores> =>
    dayThroughStores(journalOf(day), env['PARLEY_TEST_DATABASE_URL'])
  return { 'busy-day': await through('busy-day'), 'full-day': await through('full-day') }
}

/** Everywhere, from the file and both stores; a place that leaves one out has not passed. */
async function tellEverywhere(): Promise<boolean> {
  if (env['PARLEY_TEST_DATABASE_URL'] === undefined) {
    stdout.write(
      'PARLEY_TEST_DATABASE_URL names no server: the day cannot be told from both stores\n',
    )
    return false
  }
  const scratch = mkdtempSync(join(tmpdir(), 'parley-day-'))
  try {
    const file = join(scratch, 'from-stores.json')
    writeFileSync(file, JSON.stringify(await throughStores()))
    return places.map(place => tellThere(place, file)).every(Boolean)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/** A process of its own, since zone and locale are read when one begins. */
function tellThere({ env: there, node }: (typeof places)[number], file: string): boolean {
  const script = import.meta.filename
  const [command, ...args] =
    node === undefined ? [execPath, script] : ['npx', '--yes', `node@${node}`, script]
  const older = node !== undefined && Number(node) < storesNeed
  const { status, stdout: said } = spawnSync(command, args, {
    env: { ...env, ...there, ...(older ? { PARLEY_DAY_FROM_STORES: file } : {}) },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  stdout.write(said)
  return (
    status === 0 &&
    said.split('\n').filter(line => line.startsWith('same: ')).length === 3 * days.length
  )
}

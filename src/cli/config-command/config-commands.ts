import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Arguments, Command, ExitCode } from '../command.ts'
import type { InstalledTenant, Installation } from '../config/installation.ts'
import { loadInstallation } from '../config/load-installation.ts'
import type { Output } from '../output.ts'
import { printComplaints, shortPath } from '../print-complaints.ts'
import { installationFile } from '../start/default-file.ts'
import type { Files as CommandFiles } from '../start/start-command.ts'
import { printPlan } from './print-plan.ts'
import type { Files, Reach, ReachParts } from './reach.ts'
import { DoorError, reach } from './reach.ts'

/** What the commands take from the process. */
export interface ConfigCommandParts extends ReachParts {
  readonly files: CommandFiles
  /** Puts a question to whoever sits there; no where nobody does. */
  readonly ask: (question: string) => Promise<boolean>
}

/** `parley config plan`, `apply` and `export`. */
export function configCommands(parts: ConfigCommandParts): readonly Command[] {
  const flags = {
    config: { short: 'c', value: 'file', words: 'The installation.' },
    tenant: { value: 'id', words: 'One tenant; all of them where it is left out.' },
  }
  const yes = { yes: { words: 'Ask nothing.' } }
  return [
    {
      name: 'config plan',
      words:
        'Tells what taking the files in would change, and what that means for calls under way.',
      flags: { ...flags, 'exit-code': { words: 'Fail where there is a difference.' } },
      run: (given, output) => withReach(parts, { given, output }, planAll),
    },
    {
      name: 'config apply',
      words: 'Takes the files in, wholly or not at all; while Parley runs they hold at once.',
      flags: { ...flags, ...yes, why: { value: 'words', words: 'For the audit log.' } },
      run: (given, output) => withReach(parts, { given, output }, applyAll),
    },
    {
      name: 'config export',
      words: 'Writes what is in force into the files, or into another folder.',
      flags: {
        ...flags,
        ...yes,
        to: { value: 'folder', words: 'Where to, with a folder for each tenant.' },
      },
      run: (given, output) => withReach(parts, { given, output }, exportAll),
    },
  ]
}

/** Asks on the terminal; what is no terminal says no. */
export async function askTerminal(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim())
  } finally {
    lines.close()
  }
}

interface Asked {
  readonly given: Arguments
  readonly output: Output
}

interface Work extends Asked {
  readonly parts: ConfigCommandParts
  readonly there: Reach
  readonly tenants: readonly InstalledTenant[]
}

async function withReach(
  parts: ConfigCommandParts,
  asked: Asked,
  run: (work: Work) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { given, output } = asked
  const { file } = installationFile({ ...parts.files, flag: given.values['config'] })
  const loaded = await loadInstallation(file, parts.files)
  if (!loaded.ok) {
    printComplaints(loaded.complaints, output, parts.files.folder)
    return 1
  }
  const tenants = chosen(loaded.installation, given.values['tenant'])
  if (tenants.length === 0) {
    output.error(`There is no tenant “${given.values['tenant'] ?? ''}” in ${file}.`)
    return 2
  }
  try {
    await using there = await reach(loaded.installation, parts)
    if (there !== undefined) return await run({ ...asked, parts, there, tenants })
    output.line('This installation has never been started: its files hold at the first start.')
    return 0
  } catch (error) {
    if (!(error instanceof DoorError)) throw error
    output.error(`${error.problem.detail} ${error.problem.remedy}`)
    return 1
  }
}

function chosen({ tenants }: Installation, asked: string | undefined): readonly InstalledTenant[] {
  return asked === undefined ? tenants : tenants.filter(({ config }) => config.tenant === asked)
}

function filesOf({ texts }: InstalledTenant): Files {
  return [...texts].map(([path, text]) => ({ path, text }))
}

async function planAll({ there, tenants, given, output }: Work): Promise<ExitCode> {
  let differs = false
  let unfit = false
  for (const tenant of tenants) {
    const checked = await there.check(tenant.config.tenant, filesOf(tenant))
    printPlan(tenant.config.tenant, checked, output)
    differs ||= checked.differences.length > 0
    unfit ||= !checked.ok
  }
  return unfit || (differs && given.given.includes('exit-code')) ? 1 : 0
}

async function applyAll({ there, tenants, given, output, parts }: Work): Promise<ExitCode> {
  for (const tenant of tenants) {
    const id = tenant.config.tenant
    const files = filesOf(tenant)
    const checked = await there.check(id, files)
    printPlan(id, checked, output)
    if (!checked.ok) return 1
    if (checked.differences.length === 0) continue
    if (!given.given.includes('yes') && !(await parts.ask(`Take this in for ${id}?`))) {
      output.error('Nothing was taken in. Say --yes where nobody can be asked.')
      return 1
    }
    const why = given.values['why'] ?? ''
    const applied = await there.apply(id, { files, version: checked.version, why })
    if (!applied.ok) {
      output.error(`${applied.words} ${applied.remedy}`)
      return 1
    }
    const when = there.isRunning ? 'in force now' : 'in force at the next start'
    output.line(`${output.dress('good', '✓')} ${id}: version ${applied.checked.version}, ${when}.`)
  }
  return 0
}

async function exportAll(work: Work): Promise<ExitCode> {
  for (const tenant of work.tenants) {
    const code = await exportOne(work, tenant)
    if (code !== 0) return code
  }
  return 0
}

async function exportOne(
  { there, given, output, parts }: Work,
  tenant: InstalledTenant,
): Promise<ExitCode> {
  const to = given.values['to']
  const id = tenant.config.tenant
  const { files = [], version } = await there.config(id)
  const folder = to === undefined ? dirname(tenant.file) : join(resolve(parts.files.folder, to), id)
  const changed = files.filter(
    ({ path, text }) => to !== undefined || tenant.texts.get(path) !== text,
  )
  if (to !== undefined && changed.some(({ path }) => path.startsWith('..'))) {
    output.error('Some files lie outside the tenant’s folder; export them in place.')
    return 1
  }
  if (to === undefined && changed.length > 0 && !given.given.includes('yes')) {
    if (!(await parts.ask(`Overwrite ${changed.length} files in ${folder}?`))) {
      output.error('Nothing was written. Say --yes, or name another folder with --to.')
      return 1
    }
  }
  for (const { path, text } of changed) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
    output.line(`  ${shortPath(join(folder, path), parts.files.folder)}`)
  }
  const done = changed.length === 0 ? 'the files are the same already' : 'written'
  output.line(`${output.dress('good', '✓')} ${id}: version ${version}, ${done}.`)
  return 0
}

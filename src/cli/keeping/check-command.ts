import type { TenantId } from '#core'
import type { Store } from '#store'
import type { Command, ExitCode } from '../command.ts'
import type { Installation } from '../config/installation.ts'
import type { Output } from '../output.ts'
import type { KeepingParts } from './opened.ts'
import { configFlag, lookedInto, withInstallation } from './opened.ts'
import { counted, progressTo } from './progress.ts'

/** `parley check`: whether everything durable agrees with the journals, while the server goes on. */
export function checkCommand(parts: KeepingParts): Command {
  return {
    name: 'check',
    words: 'Tells the journals again and compares: facts, records, reports, audit logs.',
    flags: {
      ...configFlag,
      tenant: { words: 'One tenant; all of them where it is left out', value: 'id' },
    },
    run: async ({ values }, output) =>
      await withInstallation(parts, { config: values['config'], output }, installation =>
        checkStore(installation, { ...parts, output, only: values['tenant'] }),
      ),
  }
}

interface Checking extends KeepingParts {
  readonly output: Output
  readonly only?: string | undefined
}

/** Checks the database itself, then every tenant. */
export async function checkStore(installation: Installation, by: Checking): Promise<ExitCode> {
  const { only, output } = by
  await using store = await lookedInto(by, installation, output)
  const { ok, findings } = await store.check()
  for (const { state, words, remedy } of findings) {
    if (state === 'good') continue
    output.line(output.dress(state === 'poor' ? 'doubtful' : 'bad', `database: ${words}`))
    if (remedy !== undefined) output.line(`    ${remedy}`)
  }
  const tenants = (await store.tenants()).filter(id => only === undefined || id === only)
  if (only !== undefined && tenants.length === 0) {
    output.error(`parley check: nothing is kept of a tenant “${only}”.`)
    return 2
  }
  let sound = ok
  for (const tenant of tenants) sound = (await checkTenant(store, tenant, by)) && sound
  output.line(
    sound
      ? output.dress('good', 'Everything kept agrees with the journals.')
      : output.dress('bad', 'Not everything agrees: keep the data as it is, and restore a backup.'),
  )
  return sound ? 0 : 1
}

async function checkTenant(
  store: Store,
  tenant: TenantId,
  { now, output }: Checking,
): Promise<boolean> {
  const onProgress = progressTo(output, now)
  const { complaints, facts, inputs, interactions } = await store.checkPast(tenant, onProgress)
  const tally = await tallied(store, tenant)
  const all = [...complaints, ...tally]
  const { digest } = await store.sum(tenant, onProgress)
  const audit = await store.audit.verify(tenant)
  const head = audit.ok
    ? `audit log of ${counted(audit.length)}, ends in ${audit.head.slice(0, 16)}`
    : 'audit log broken'
  const mark = all.length === 0 ? output.dress('good', '✓') : output.dress('bad', '✗')
  output.line(
    `${mark} ${output.dress('bold', tenant)}: ${counted(inputs)} inputs, ${counted(facts)} facts, ${counted(interactions)} interactions; digest ${digest.slice(0, 16)}; ${head}`,
  )
  for (const words of all) output.line(`    ${words}`)
  return all.length === 0
}

/** Reports add up rows; a recount adds up facts. A call that moves on in between is counted again. */
async function tallied(store: Store, tenant: TenantId): Promise<readonly string[]> {
  const asked = { since: 0 }
  for (let looks = 0; looks < looksMax; looks += 1) {
    const [rows, facts] = [
      await store.tenant(tenant).tally(asked),
      await store.tenant(tenant).recount(asked),
    ]
    if (JSON.stringify(rows) === JSON.stringify(facts)) return []
  }
  return ['reports: what the rows add up to is not what a recount of the facts says']
}

/** How often sums are compared while calls go on. */
const looksMax = 5

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { SettingsPort } from '#engine'
import { fakeSettings } from '../../engine/ports/fake-settings.ts'
import type { Installation } from '../config/installation.ts'
import { loadInstallation } from '../config/load-installation.ts'
import { beginAll, openKeeping } from './in-force.ts'

const now = Date.parse('2026-11-21T12:00Z')
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-begin-'))
  await writeFile(join(folder, 'parley.yaml'), installationText)
  await writeFile(
    join(folder, 'flow.yaml'),
    'flow: main\nname: Main\nstart: end\nsteps:\n  end: { hang-up: }\n',
  )
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

const installationText = `
data: ./data
http: { host: 127.0.0.1, port: 8080, publicUrl: 'http://127.0.0.1:8080' }
sip: { listen: [{ transport: udp, host: 127.0.0.1, port: 5060 }] }
media: { address: 127.0.0.1, ports: { from: 40000, to: 40100 } }
trunks: [{ id: carrier, kind: carrier, peers: [127.0.0.1] }]
entra: { clientId: 7d1f2a9b-0000-4000-8000-00000000aaaa }
tenants: [./oak.yaml, ./elm.yaml, ./ash.yaml]
`

function tenantText(id: string, nth: number, number = `+44163296000${nth}`): string {
  return `tenant: ${id}
name: ${id}
directory: 7d1f2a9b-0000-4000-8000-00000000000${nth}
language: en-GB
trunks: { in: [carrier], agents: carrier }
numbers: [{ number: '${number}', flow: main }]
flows: [./flow.yaml]
`
}

/** The three companies; what is given stands in place of a company's own file. */
async function read(given: Readonly<Record<string, string>> = {}): Promise<Installation> {
  for (const [index, id] of ['oak', 'elm', 'ash'].entries()) {
    await writeFile(join(folder, `${id}.yaml`), given[id] ?? tenantText(id, index + 1))
  }
  const environment = { PARLEY_ENTRA_CLIENT_SECRET: 'of-a-test' }
  const loaded = await loadInstallation(join(folder, 'parley.yaml'), { environment, now })
  if (!loaded.ok) throw new Error(loaded.complaints[0]?.words)
  return loaded.installation
}

/** What a page has set: it holds from the next start on. */
async function setByPage(settings: SettingsPort, id: string, text: string): Promise<void> {
  const tenant: TenantId = toId(id)
  const latest = await settings.latest(tenant)
  if (latest === undefined) throw new Error('set before the first start')
  const texts = new Map([...latest.texts, ['elm.yaml', text]])
  const version = latest.version + 1
  await settings.keep(tenant, { ...latest, version, origin: 'page', texts })
}

async function begin(
  settings: SettingsPort,
  installation: Installation,
): Promise<{
  readonly numbers: readonly (string | undefined)[]
  readonly said: readonly string[]
}> {
  const said: string[] = []
  const log = (level: string, event: string, fields: object = {}): void => {
    if (level === 'alarm' && 'tenant' in fields && 'words' in fields)
      said.push(`${event} ${String(fields.tenant)}: ${String(fields.words)}`)
  }
  const begun = await beginAll({ installation, settings, now: () => now, log })
  return { numbers: [...begun.values()].map(config => config?.numbers[0]?.address), said }
}

test('every tenant begins with what its files say, or with what a page has set since', async () => {
  const settings = fakeSettings()
  const installation = await read()
  expect((await begin(settings, installation)).numbers).toEqual([
    '+441632960001',
    '+441632960002',
    '+441632960003',
  ])
  await setByPage(settings, 'elm', tenantText('elm', 2, '+441632960022'))
  expect(await begin(settings, installation)).toEqual({
    numbers: ['+441632960001', '+441632960022', '+441632960003'],
    said: [],
  })
})

test('two tenants whose number came to be the same, one by page and one by file, both stay as they ran', async () => {
  const settings = fakeSettings()
  await begin(settings, await read())
  await setByPage(settings, 'elm', tenantText('elm', 2, '+441632960044'))
  const begun = await begin(settings, await read({ ash: tenantText('ash', 3, '+441632960044') }))
  expect(begun).toEqual({
    numbers: ['+441632960001', undefined, undefined],
    said: [
      'settings-unfit elm: +441632960044 on trunk “carrier” belongs to tenant “ash” already',
      'settings-unfit ash: +441632960044 on trunk “carrier” belongs to tenant “elm” already',
    ],
  })
})

test('a version that cannot be read is told, and the tenants beside it begin', async () => {
  const settings = fakeSettings()
  const installation = await read()
  await begin(settings, installation)
  await setByPage(settings, 'elm', tenantText('elm', 2).replace('flow: main', 'flow: none'))
  const { numbers, said } = await begin(settings, installation)
  expect(numbers).toEqual(['+441632960001', undefined, '+441632960003'])
  expect(said).toHaveLength(1)
})

test('a tenant is held against what its neighbours have now, not against what they had', async () => {
  const settings = fakeSettings()
  const installation = await read()
  await begin(settings, installation)
  const keeping = openKeeping({ installation, settings, now: () => now, log: () => {} })
  const [oak] = installation.tenants
  if (oak === undefined) throw new Error('no tenant')
  const texts = new Map([...oak.texts, ['oak.yaml', tenantText('oak', 1, '+441632960055')]])
  const bounds = { texts, keys: [], files: true }
  expect((await keeping.evaluate(oak, texts, bounds)).ok).toBe(true)
  await setByPage(settings, 'elm', tenantText('elm', 2, '+441632960055'))
  expect((await keeping.evaluate(oak, texts, bounds)).complaints).toMatchObject([
    { code: 'shared-by-tenants', section: 'numbers' },
  ])
})

import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hoursAt } from '#core'
import type { LoadedInstallation } from './installation.ts'
import { loadInstallation } from './load-installation.ts'

const examples = fileURLToPath(new URL('../../../examples', import.meta.url))
const now = Date.parse('2026-11-21T12:00Z')

let root = ''
let count = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'parley-config-'))
})
afterAll(async () => {
  await rm(root, { recursive: true })
})

/** A fresh copy of an example, in which each edit replaces a text that has to be there. */
async function copyOf(
  example: string,
  edits: readonly (readonly [string, string, string])[] = [],
): Promise<string> {
  count += 1
  const folder = join(root, String(count), example)
  await mkdir(dirname(folder), { recursive: true })
  await cp(join(examples, example), folder, { recursive: true })
  for (const [file, before, after] of edits) {
    const text = await readFile(join(folder, file), 'utf8')
    expect(text).toContain(before)
    await writeFile(join(folder, file), text.replace(before, after))
  }
  return folder
}

const secret = { PARLEY_ENTRA_CLIENT_SECRET: 'something long' }

/** What is wrong with an edited example, a line for each: place, code, and remedy. */
async function complaints(
  example: string,
  edits: readonly (readonly [string, string, string])[],
  environment: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const folder = await copyOf(example, edits)
  const loaded = await loadInstallation(join(folder, 'parley.yaml'), { environment, now })
  return found(loaded).map(({ file, line, column, code, remedy }) => {
    return `${relative(folder, file)}:${line}:${column} ${code}: ${remedy}`
  })
}

function found(loaded: LoadedInstallation): (typeof loaded & { ok: false })['complaints'] {
  return loaded.ok ? loaded.warnings : loaded.complaints
}

const main = 'tenants/harbour-lane/flows/main.yaml'

test('the demo has nothing to complain of, and its main line is open at any hour', async () => {
  const file = join(examples, 'demo', 'parley.yaml')
  const loaded = await loadInstallation(file, { environment: {}, now })
  expect(found(loaded)).toEqual([])
  if (!loaded.ok) return
  const [demo] = loaded.installation.tenants
  // Whoever the guide of the demo says can be asked has a phone in the emulated world.
  const world = await readFile(join(examples, 'demo/emulator.yaml'), 'utf8')
  const experts = demo?.config.experts ?? []
  expect(experts.map(({ name }) => name)).toEqual(['Gwen Ashdown', 'Tomasz Wilk'])
  for (const { name, address } of experts) {
    expect(world).toContain(`name: ${name}`)
    expect(world).toContain(`number: '${address}'`)
  }
  const hours = demo?.config.hours ?? []
  const night = Date.parse('2026-12-25T03:00Z')
  expect(hours.map(each => hoursAt(each, night))).toEqual([
    { verdict: 'open', why: 'open around the clock' },
    {
      verdict: 'holiday',
      why: 'holiday: Christmas Day, opens Saturday 10:00 (Europe/London)',
    },
  ])
  const people = loaded.installation.emulator?.config.tenants[0]?.people ?? []
  expect(people.map(({ name }) => name)).toContain('Maya Brooks')
})

const pem = (kind: string): string => `-----BEGIN ${kind}-----\nMA==\n-----END ${kind}-----\n`

test('the smallest installation has nothing to complain of but the key it cannot have', async () => {
  const without = await complaints('minimal', [], secret)
  expect(without).toEqual([
    'parley.yaml:20:10 file-missing: Correct the path.',
    'parley.yaml:21:18 file-missing: Correct the path.',
  ])
  const folder = await copyOf('minimal')
  await mkdir(join(folder, 'tls'))
  await writeFile(join(folder, 'tls/sbc.example.com.key'), pem('PRIVATE KEY'))
  await writeFile(join(folder, 'tls/sbc.example.com.pem'), pem('CERTIFICATE'))
  const loaded = await loadInstallation(join(folder, 'parley.yaml'), { environment: secret, now })
  expect(found(loaded)).toEqual([])
  expect(loaded).toMatchObject({
    installation: {
      dataFolder: join(folder, 'data'),
      sip: {
        listen: [{ transport: 'udp' }, { transport: 'tls', tls: { cert: pem('CERTIFICATE') } }],
        identities: [{ shownTo: 'both', files: { key: join(folder, 'tls/sbc.example.com.key') } }],
      },
      trunks: [
        { id: 'carrier', target: { transport: 'udp', host: 'sip.carrier.example', port: 5060 } },
        { id: 'teams', proxies: [{ host: 'sip.pstnhub.microsoft.com', port: 5061 }, {}, {}] },
      ],
      entra: { clientSecret: 'something long', authority: 'https://login.microsoftonline.com' },
    },
  })
})

/** The mistakes of `mistakes.txt`, each with its name, its edit, and what is to be said about it. */
const mistakes = readFileSync(new URL('mistakes.txt', import.meta.url), 'utf8')
  .split('\n== ')
  .slice(1)
  .map(entry => {
    const [name = '', ...lines] = entry.trimEnd().split('\n')
    const marked = (mark: string): readonly string[] =>
      lines
        .filter(line => line.startsWith(`${mark} `))
        .map(line => line.slice(mark.length + 1).replaceAll('\\n', '\n'))
    const [file = '', before = '', after = ''] = ['in', '-', '+'].map(mark => marked(mark)[0])
    return { name, edit: [file, before, after] as const, expected: marked('!') }
  })

test.each(mistakes)('$name is told with its place and its remedy', async ({ edit, expected }) => {
  expect(expected.length).toBeGreaterThan(0)
  expect(await complaints('demo', [edit])).toEqual(expected)
})

test('secrets come from the environment or from a file it names, never from both', async () => {
  const folder = await copyOf('demo')
  const file = join(folder, 'secret')
  await writeFile(file, ' postgres://parley@db/parley\n')
  const load = (environment: Readonly<Record<string, string>>): Promise<LoadedInstallation> =>
    loadInstallation(join(folder, 'parley.yaml'), { environment, now })
  expect(await load({ PARLEY_DATABASE_URL_FILE: file })).toMatchObject({
    installation: { databaseUrl: 'postgres://parley@db/parley' },
  })
  const twice = await load({ PARLEY_DATABASE_URL_FILE: file, PARLEY_DATABASE_URL: 'postgres://x' })
  const missing = await load({ PARLEY_DATABASE_URL_FILE: join(folder, 'nothing') })
  const mistyped = await load({ PARLEY_DATABSE_URL: 'postgres://x' })
  expect(
    [twice, missing, mistyped].map(each => [each.ok, found(each).map(({ code }) => code)]),
  ).toEqual([
    [false, ['secret-twice']],
    [false, ['secret-unreadable']],
    [true, ['unknown-variable']],
  ])
  expect(JSON.stringify([twice, missing, mistyped])).not.toContain('postgres://')
})

/** The smallest installation with a carrier that has this beside its peers. */
async function withCarrier(
  lines: string,
  environment: Readonly<Record<string, string>>,
): Promise<LoadedInstallation> {
  const folder = await copyOf('demo')
  const file = join(folder, 'parley.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/(kind: carrier\n)/, `$1${lines}`))
  return loadInstallation(file, { environment, now })
}

const account = '    credentials: { user: trunk42 }\n    registrar: { host: sip.carrier.example }\n'

test('a carrier’s password is in the environment, and its registrar is asked for an hour', async () => {
  const loaded = await withCarrier(account, { PARLEY_TRUNK_PASSWORD_CARRIER: 'sesame' })
  expect(found(loaded)).toEqual([])
  expect(loaded).toMatchObject({
    installation: {
      trunks: expect.arrayContaining([
        expect.objectContaining({
          credentials: { username: 'trunk42', password: 'sesame' },
          registrar: {
            target: { transport: 'udp', host: 'sip.carrier.example' },
            domain: 'sip.carrier.example',
            expiresSeconds: 3_600,
          },
        }),
      ]),
    },
  })
})

test.each([
  [
    account,
    {},
    ['no-password: Set PARLEY_TRUNK_PASSWORD_CARRIER or PARLEY_TRUNK_PASSWORD_CARRIER_FILE.'],
  ],
  [
    '    registrar: { host: sip.carrier.example }\n',
    {},
    ['no-credentials: Add `credentials: {user: …}` as the carrier gave it to you.'],
  ],
  [
    account,
    { PARLEY_TRUNK_PASSWORD_CARRIER: 'sesame', PARLEY_TRUNK_PASSWORD_CARIER: 'x' },
    ['unknown-variable: Did you mean PARLEY_TRUNK_PASSWORD_CARRIER?'],
  ],
  [
    '',
    { PARLEY_TRUNK_PASSWORD_CARRIER: 'sesame' },
    ['unknown-variable: No trunk has `credentials`.'],
  ],
  [
    '    credentials: { user: trunk42, password: sesame }\n',
    { PARLEY_TRUNK_PASSWORD_CARRIER: 'sesame' },
    ['secret-in-file: Take it out of the file; secrets are read from the environment alone.'],
  ],
])('a carrier with %j and %j is told: %j', async (lines, environment, told) => {
  const loaded = await withCarrier(lines, environment)
  expect(found(loaded).map(({ code, remedy }) => `${code}: ${remedy}`)).toEqual(told)
  expect(JSON.stringify(found(loaded))).not.toContain('sesame')
})

test('two tenants share neither an id, a directory nor a number on a trunk', async () => {
  const folder = await copyOf('demo')
  const again =
    'tenants:\n  - ./tenants/harbour-lane/tenant.yaml\n  - ./tenants/harbour-lane/tenant.yaml'
  const file = join(folder, 'parley.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/tenants:\n.*\n/, `${again}\n`))
  const loaded = await loadInstallation(file, { environment: {}, now })
  expect(found(loaded).map(({ line, words }) => `${line} ${words}`)).toEqual([
    '6 this id belongs to tenant “harbour-lane” already',
  ])
})

/** The versions of the flows of an installation's first tenant. */
async function versions(folder: string): Promise<readonly string[]> {
  const loaded = await loadInstallation(join(folder, 'parley.yaml'), { environment: {}, now })
  if (!loaded.ok) return []
  return loaded.installation.tenants[0]?.config.flows.map(({ version }) => version) ?? []
}

test('a flow’s version changes with what it says, and only with that', async () => {
  const one = await versions(await copyOf('demo'))
  const moved = await versions(
    await copyOf('demo', [[main, 'start: greeting', 'start: greeting # x']]),
  )
  const changed = await versions(await copyOf('demo', [[main, 'One moment', 'A moment']]))
  expect(one.length).toBe(3)
  expect(moved).toEqual(one)
  expect(changed.map((version, index) => version === one[index])).toEqual([false, true, true])
})

test('a queue says how it chooses, and an agent may weigh queues for itself', async () => {
  const tenant = 'tenants/harbour-lane/tenant.yaml'
  const folder = await copyOf('demo', [
    [
      tenant,
      '    priority: 4\n',
      '    priority: 4\n    routing: ring-all\n    weight: 150\n    noAgents: leave\n    wrapUpEnds: by-agent\n    presenceBlocks: [busy]\n',
    ],
    [
      tenant,
      'queues: [design, sales, reception]',
      'queues: [sales, { queue: reception, weight: 50 }]\n    presenceBlocks: []\n    units: 60',
    ],
    [
      tenant,
      'dispositions:\n',
      'channels: { task: { units: 50, interruptible: true } }\ndispositions:\n',
    ],
    [
      'tenants/harbour-lane/flows/main.yaml',
      'timeout: sorry',
      'timeout: sorry\n    noAgents: sorry',
    ],
  ])
  const loaded = await loadInstallation(join(folder, 'parley.yaml'), { environment: {}, now })
  const config = loaded.ok ? loaded.installation.tenants[0]?.config : undefined
  expect(config?.queues[0]).toMatchObject({
    rule: 'ring-all',
    weight: 150,
    noAgents: 'leave',
    wrapUpEnds: 'by-agent',
    presenceBlocks: ['busy'],
  })
  expect(config?.agents[0]).toMatchObject({
    queues: ['sales', 'reception'],
    weights: { reception: 50 },
    presenceBlocks: [],
    units: 60,
  })
  expect(config?.channels).toEqual({ task: { units: 50, interruptible: true } })
  expect(JSON.stringify(config?.flows)).toContain('"noAgents":"sorry"')
})

const trunkChanges = (authority: string): Parameters<typeof copyOf>[1] => [
  [
    'parley.yaml',
    '- { transport: tls, host: 127.0.0.1, port: 15061 }',
    `- { transport: tls, host: 127.0.0.1, port: 15061, clientCertificate: required }\n  tls: { key: ./own.key, certificate: ./own.pem${authority} }`,
  ],
  [
    'parley.yaml',
    'kind: carrier',
    "kind: carrier\n    callerId: { show: '+441632960000', assert: true }\n    inbandDigits: true",
  ],
]

async function withTrunks(authority: string): Promise<LoadedInstallation> {
  const folder = await copyOf('demo', trunkChanges(authority))
  for (const [name, label] of [
    ['own.key', 'PRIVATE KEY'],
    ['own.pem', 'CERTIFICATE'],
    ['ca.pem', 'CERTIFICATE'],
  ] as const) {
    await writeFile(join(folder, name), pem(label))
  }
  return loadInstallation(join(folder, 'parley.yaml'), { environment: {}, now })
}

test('a trunk says who is shown and believed, and a listener may ask for certificates', async () => {
  const proven = await withTrunks(', authority: ./ca.pem')
  expect(proven.ok ? proven.installation.trunks[0] : proven.complaints).toMatchObject({
    callerId: { show: { kind: 'number', number: '+441632960000' }, assert: true, trust: false },
    inbandDigits: true,
  })
  expect(proven.ok && proven.installation.sip.listen.at(-1)?.tls).toMatchObject({
    requestClientCertificate: true,
  })
  expect((await withTrunks('')).ok).toBe(false)
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { EmulatorConfig } from './config.ts'
import type { Emulator } from './emulator.ts'
import { openEmulator } from './open-emulator.ts'
import { openSbcStandIn } from './sbc-stand-in.ts'
import type { SbcStandIn } from './sbc-stand-in.ts'
import { eventually } from './sound/eventually.ts'
import type { SoundLeg } from './sound/sound-leg.ts'

const anna = { id: 'anna', number: '+441632960001' }
const fqdn = 'sbc.contoso.example'

const config: EmulatorConfig = {
  tenants: [
    {
      directoryId: '11111111-2222-4333-8444-555555555555',
      name: 'Contoso',
      domains: ['contoso.example'],
      people: [{ ...anna, name: 'Anna Lind', userName: 'anna@contoso.example' }],
      apps: [],
    },
  ],
  sbcs: {},
  media: { ports: { from: 0, to: 0 } },
}

let folder: string
let emulator: Emulator
let sbc: SbcStandIn

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-emulator-'))
  emulator = await openEmulator(config, { log: () => undefined, dataFolder: folder })
  sbc = await openSbcStandIn(emulator, fqdn)
}, 20_000)

afterAll(async () => {
  await sbc[Symbol.asyncDispose]()
  await emulator.close()
  await rm(folder, { recursive: true })
})

/** After each test nothing is left of its calls. */
afterEach(async () => {
  await eventually(() => {
    const { proxyDialogs, mediaLegs, clientCalls, callerCalls } = emulator.counts()
    return proxyDialogs + mediaLegs + clientCalls + callerCalls === 0
  })
})

function hears(
  leg: Pick<SoundLeg, 'heard'> | { heard(): ReturnType<SoundLeg['heard']> | undefined },
  hz: number,
): boolean {
  const heard = leg.heard()
  return heard !== undefined && Math.abs(heard.dominantHz - hz) < 12 && heard.purity > 0.8
}

const tone = (hz: number) => ({ kind: 'tone', hz, ms: 60_000 }) as const

test(
  'an SBC pairs, calls a Teams user, and both voices pass until the SBC hangs up',
  { timeout: 20_000 },
  async () => {
    expect(await sbc.ping()).toBe(200)
    await eventually(() => emulator.activeSbcs().includes(fqdn))
    const client = emulator.client(anna.id)
    client.set({ reaction: { kind: 'answers', afterMs: 150 }, endpoints: 3, says: [tone(700)] })
    const placed = await sbc.call(anna.number)
    await placed.until('answered')
    expect(placed.seen.slice(0, 4)).toEqual(['180', '180', '180', 'answered'])
    expect(placed.tags.size).toBe(3)
    void placed.leg.say([tone(450)], false)
    await eventually(() => hears(placed.leg, 700) && hears(client, 450))
    expect(client.state()).toMatchObject({ kind: 'talking', from: '+441632960100', held: 'no' })
    placed.call.hangUp()
    await placed.until('bye by us')
    await eventually(() => client.state().kind === 'idle')
    expect(client.history()).toMatchObject([{ end: 'caller-hung-up' }])
    expect(emulator.violations()).toEqual([])
    await placed.leg.close()
  },
)

test(
  'a Teams user with ringback holds, plays music, resumes and hangs up; the SBC follows each',
  { timeout: 20_000 },
  async () => {
    const client = emulator.client(anna.id)
    client.set({ reaction: { kind: 'rings' }, earlyMedia: 'ringback', says: [tone(700)] })
    const placed = await sbc.call(anna.number)
    await placed.until('183')
    await eventually(() => hears(placed.leg, 425))
    expect(client.state().kind).toBe('ringing')
    expect([client.answer(), client.answer()]).toEqual([true, false])
    await placed.until('answered')
    await eventually(() => hears(placed.leg, 700))
    expect(client.hold(false)).toBe(true)
    await placed.until('re-INVITE inactive')
    await eventually(() => placed.leg.levelDbfs() < -60)
    await eventually(() => client.resume())
    await placed.until('re-INVITE sendrecv')
    void client.say([tone(1200)])
    await eventually(() => hears(placed.leg, 1200))
    expect(client.hold(true)).toBe(true)
    await eventually(() => [523, 659, 784, 1047].some(hz => hears(placed.leg, hz)))
    expect(client.hangUp()).toBe(true)
    await placed.until('bye by far-end')
    expect(client.history().at(-1)?.end).toBe('person-hung-up')
    expect(emulator.violations()).toEqual([])
    await placed.leg.close()
  },
)

test('the phone network dials, and is itself nobody who could be dialled', async () => {
  const { host, udpPort } = emulator.carrier
  const trunk = { transport: 'udp', host, port: udpPort } as const
  const script = [{ kind: 'wait', ms: 9000 }] as const
  const call = emulator.call({ from: '+4420', to: '+4421', trunk, script })
  expect(await call.result).toMatchObject({ outcome: 'failed', status: 404 })
})

test(
  'a client whose network drops goes silent without a word of SIP',
  { timeout: 20_000 },
  async () => {
    const reaction = { kind: 'answers', afterMs: 0 } as const
    emulator.client(anna.id).set({ reaction, says: [tone(700)], soundStopsAfterMs: 1200 })
    const placed = await sbc.call(anna.number)
    await placed.until('answered')
    await eventually(() => hears(placed.leg, 700))
    await eventually(() => placed.leg.levelDbfs() < -60)
    expect(placed.seen.filter(what => what.startsWith('re-INVITE'))).toEqual([])
    expect(emulator.client(anna.id).state().kind).toBe('talking')
    placed.call.hangUp()
    await placed.until('bye by us')
    await placed.leg.close()
  },
)

test(
  'closing in mid-call tells the SBC, and leaves nothing open',
  { timeout: 20_000 },
  async () => {
    const short = await openEmulator(config, { log: () => undefined, dataFolder: folder })
    await using other = await openSbcStandIn(short, fqdn)
    short.client(anna.id).set({ reaction: { kind: 'answers', afterMs: 0 }, says: [tone(700)] })
    const placed = await other.call(anna.number)
    await placed.until('answered')
    await short.close()
    await placed.until('bye by far-end')
    const nothing = { proxyConnections: 0, proxyDialogs: 0, mediaLegs: 0, timers: 0 }
    expect(short.counts()).toMatchObject(nothing)
  },
)

test('a world that cannot exist is refused with words, and nothing stays open', async () => {
  const [tenant] = config.tenants
  const twice = { ...config, tenants: tenant === undefined ? [] : [tenant, tenant] }
  const options = { log: () => undefined, dataFolder: '/nonexistent/never-made' }
  await expect(openEmulator(twice, options)).rejects.toThrow('Two of domain contoso.example.')
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { EmulatorConfig } from './config.ts'
import type { Emulator } from './emulator.ts'
import { openEmulator } from './open-emulator.ts'
import { openSbcStandIn } from './sbc-stand-in.ts'
import type { SbcStandIn } from './sbc-stand-in.ts'
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

async function inWorld(run: (emulator: Emulator, sbc: SbcStandIn) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-emulator-'))
  try {
    await using emulator = await openEmulator(config, { log: () => undefined, dataFolder: folder })
    await using sbc = await openSbcStandIn(emulator, fqdn)
    await run(emulator, sbc)
    await eventually(
      () => emulator.counts().proxyDialogs === 0 && emulator.counts().mediaLegs === 0,
    )
    expect(emulator.counts()).toMatchObject({
      clientCalls: 0,
      callerCalls: 0,
      proxyTransactions: 0,
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Looks again until it is so; the test's own time limit ends it. */
async function eventually(is: () => boolean): Promise<void> {
  while (!is()) await new Promise(resolve => setTimeout(resolve, 20))
}

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
  () =>
    inWorld(async (emulator, sbc) => {
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
    }),
)

test(
  'a Teams user with ringback holds, plays music, resumes and hangs up; the SBC follows each',
  { timeout: 20_000 },
  () =>
    inWorld(async (emulator, sbc) => {
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
    }),
)

test(
  'what the caller of the phone network dials can be bridged by nobody but an SBC: it is no subscriber',
  { timeout: 20_000 },
  () =>
    inWorld(async emulator => {
      const { host, udpPort } = emulator.carrier
      const trunk = { transport: 'udp', host, port: udpPort } as const
      const call = emulator.call({
        from: '+4420',
        to: '+4421',
        trunk,
        script: [{ kind: 'wait', ms: 9000 }],
      })
      expect(await call.result).toMatchObject({ outcome: 'failed', status: 404 })
    }),
)

test('a client whose network drops goes silent without a word of SIP', { timeout: 20_000 }, () =>
  inWorld(async (emulator, sbc) => {
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
  }),
)

test(
  'closing in the middle of a call tells the SBC, and leaves nothing open',
  { timeout: 20_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-emulator-'))
    const emulator = await openEmulator(config, { log: () => undefined, dataFolder: folder })
    await using sbc = await openSbcStandIn(emulator, fqdn)
    emulator.client(anna.id).set({ reaction: { kind: 'answers', afterMs: 0 }, says: [tone(700)] })
    const placed = await sbc.call(anna.number)
    await placed.until('answered')
    await emulator.close()
    await placed.until('bye by far-end')
    const nothing = { proxyConnections: 0, proxyDialogs: 0, mediaLegs: 0, timers: 0 }
    expect(emulator.counts()).toMatchObject(nothing)
    await rm(folder, { recursive: true })
  },
)

test('a world that cannot exist is refused with words, and nothing stays open', async () => {
  const [tenant] = config.tenants
  const twice = { ...config, tenants: tenant === undefined ? [] : [tenant, tenant] }
  const options = { log: () => undefined, dataFolder: '/nonexistent/never-made' }
  await expect(openEmulator(twice, options)).rejects.toThrow('Two of domain contoso.example.')
})

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

test('an SBC pairs, calls a Teams user, and both voices pass until the SBC hangs up', () =>
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
  }))

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Child } from '../e2e/peers/child.ts'
import { openChild } from '../e2e/peers/child.ts'
import { freePort } from '../e2e/peers/free-port.ts'
import { until } from '../e2e/peers/until.ts'
import type { Floor } from './parts/floor.ts'
import { agentHz, openFloor } from './parts/floor.ts'
import { clientOf, ourName } from './parts/people.ts'
import { bothHear, endCall, talking } from './parts/talk.ts'

/* Kamailio with the configuration of examples/kamailio in front of us: everything goes through it. */

const example = join(import.meta.dirname, '..', '..', 'examples', 'kamailio')

/** Starts the edge before this node and one that is dead. */
async function openEdge(floor: Floor, port: number, deadPort: number): Promise<Child> {
  const folder = join(floor.folder, 'edge')
  await mkdir(folder)
  const yours: Readonly<Record<string, string>> = {
    EDGE_ADDRESS: '127.0.0.1',
    EDGE_UDP: String(port),
    EDGE_TCP: String(port),
    HERE: folder,
  }
  const text = await readFile(join(example, 'kamailio.cfg'), 'utf8')
  const config = text
    .replace('#!define WITH_TLS\n', '')
    .replaceAll(/^#!substdef "!(\w+)!([^!]*)!g"$/gm, (line, name: string) => {
      const value = yours[name]
      return value === undefined ? line : `#!substdef "!${name}!${value}!g"`
    })
  const node = floor.sip.bound.find(point => point.transport === 'tcp')?.port
  const nodes = [deadPort, node].map(one => `1 sip:127.0.0.1:${one};transport=tcp 0 0\n`)
  await writeFile(join(folder, 'kamailio.cfg'), config)
  await writeFile(join(folder, 'dispatcher.list'), nodes.join(''))
  const parameters = ['-f', join(folder, 'kamailio.cfg'), '-DD', '-E', '-w', folder, '-Y', folder]
  const edge = await openChild('kamailio', [...parameters, '-P', join(folder, 'pid')])
  const target = { transport: 'udp', host: '127.0.0.1', port } as const
  await until(`the edge answers\n${edge.lines.join('\n')}`, async () => {
    const asked = await floor.sip.ping(target, { timeoutMs: 500 })
    return asked.kind === 'answered' && asked.status === 200
  })
  return edge
}

test.each(['the caller', 'the agent', 'we'])(
  'calls come through the edge past a dead node, sound goes both ways, and %s may end them through it',
  async who => {
    const [port, deadPort] = [await freePort(), await freePort()]
    await using floor = await openFloor({ tapped: 'tcp', edgePort: () => port })
    await using edge = await openEdge(floor, port, deadPort)
    expect(edge.pid).toBeGreaterThan(0)
    await until('we are paired', () => floor.emulator.activeSbcs().includes(ourName))
    const says = [{ kind: 'tone', hz: agentHz, ms: 60_000 }] as const
    clientOf(floor.emulator, 'anna').set({ reaction: { kind: 'rings' }, says })
    const talk = await talking(floor)
    await bothHear(floor, talk)
    const [invite] = floor.tap.received('INVITE')
    expect(invite?.field('record-route')).toContain(`127.0.0.1:${port}`)
    if (who === 'the caller') talk.call.hangUp()
    if (who === 'the agent') clientOf(floor.emulator, 'anna').hangUp()
    await endCall(floor, talk.agent, ...(who === 'the caller' ? [] : [talk.leg]))
    await talk.call.result
    const bye = await until('a BYE passes the edge', () =>
      [...floor.tap.received('BYE'), ...floor.tap.sent('BYE')].at(0),
    )
    const by = who === 'the caller' ? 'via' : 'route'
    expect(bye.field(by)).toContain(`127.0.0.1:${port}`)
    await floor.settled()
  },
)

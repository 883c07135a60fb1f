import { expect, test } from 'vitest'
import { freePort } from '../e2e/peers/free-port.ts'
import { until } from '../e2e/peers/until.ts'
import { openEdge } from './parts/edge.ts'
import { agentHz, openFloor } from './parts/floor.ts'
import { clientOf, ourName } from './parts/people.ts'
import { bothHear, endCall, talking } from './parts/talk.ts'

/* Kamailio with the configuration of examples/kamailio in front of us: everything goes through it. */

test.each(['the caller', 'the agent', 'we'])(
  'calls come through the edge past a dead node, sound goes both ways, and %s may end them through it',
  async who => {
    const [port, deadPort] = [await freePort(), await freePort()]
    await using floor = await openFloor({ tapped: 'tcp', edgePort: () => port })
    await using edge = await openEdge(floor, { port, deadPort })
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

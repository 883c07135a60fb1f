import { expect, test } from 'vitest'
import type { AgentId, LegId, TenantId } from '#core'
import { toId } from '#core'
import type { OpenPhone, PhoneAnswer, PhoneView } from '#engine'
import type { BrowserCallEars, BrowserReach } from './phones.ts'
import { Phones, phoneGraceMsMax } from './phones.ts'

const tenant = toId<TenantId>('contoso')
const agent = toId<AgentId>('ada')
const leg = toId<LegId>('leg-1')

/** One agent's browsers, with time moved by hand. */
function openPocket(): {
  readonly phones: Phones
  readonly told: string[]
  readonly tab: (id: string, beside?: boolean) => OpenPhone
  readonly ring: (described?: BrowserCallEars['described']) => void
  readonly pass: (ms: number) => void
} {
  const told: string[] = []
  let now = 0
  const timers = new Set<{ readonly at: number; readonly fire: () => void }>()
  const clock = {
    setTimer: (ms: number, fire: () => void) => {
      const timer = { at: now + ms, fire }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  const onReach = (_tenant: TenantId, _agent: AgentId, reach: BrowserReach): void => {
    told.push(`reach ${reach}`)
  }
  const phones = new Phones({ clock, iceServers: () => [], onReach })
  return {
    phones,
    told,
    tab: (id, beside = false) =>
      phones.open({
        id,
        tenant,
        agent,
        beside,
        show: view => told.push(`${id} shows ${gist(view)}`),
        heard: answer => told.push(`${id} hears ${answerGist(answer)}`),
      }),
    ring: (described = sdp => Promise.resolve({ ok: true, sdp: `answer to ${sdp}` })) =>
      phones.ring({
        tenant,
        agent,
        leg,
        from: '+441632960123',
        ears: {
          described,
          declined: () => told.push('declined'),
          hungUp: () => told.push('hung up'),
          gone: words => told.push(words),
        },
      }),
    pass: ms => {
      now += ms
      for (const timer of timers) {
        if (timer.at > now) continue
        timers.delete(timer)
        timer.fire()
      }
    },
  }
}

function gist(view: PhoneView): string {
  return view.calls.map(({ state }) => state).join() || 'nothing'
}

function answerGist(answer: PhoneAnswer): string {
  return answer.ok ? answer.sdp : answer.code
}

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

test('Both tabs ring; the one that answers has the call, and the other rings no more', async () => {
  const { told, tab, ring } = openPocket()
  const one = tab('one')
  const two = tab('two')
  ring()
  two.ask({ do: 'answer', leg, sdp: 'offer' })
  one.ask({ do: 'answer', leg, sdp: 'late' })
  one.ask({ do: 'hang-up', leg })
  await turn()
  expect(told).toEqual([
    'one shows nothing',
    'reach alone',
    'one shows nothing',
    'two shows nothing',
    'reach alone',
    'one shows ringing',
    'two shows ringing',
    'one shows elsewhere',
    'two shows talking',
    'one hears taken',
    'two hears answer to offer',
  ])
})

test('A tab that comes back within the grace time has its call still, and may describe it anew', async () => {
  const { told, tab, ring, pass, phones } = openPocket()
  const before = tab('one')
  ring()
  before.ask({ do: 'answer', leg, sdp: 'offer' })
  await turn()
  before.lost()
  pass(phoneGraceMsMax - 1)
  told.length = 0
  const after = tab('one')
  after.ask({ do: 'renew', leg, sdp: 'anew' })
  before.ask({ do: 'hang-up', leg })
  await turn()
  pass(phoneGraceMsMax)
  expect(told).toEqual(['one shows talking', 'reach alone', 'one hears answer to anew'])
  after.ask({ do: 'hang-up', leg })
  expect(told.at(-1)).toBe('hung up')
  phones.end({ tenant, agent, leg })
  after.leave()
  expect(phones.counts()).toEqual({ phones: 0, calls: 0 })
})

test('A tab that stays away ends its call, with words', async () => {
  const { told, tab, ring, pass } = openPocket()
  const one = tab('one')
  ring()
  one.ask({ do: 'answer', leg, sdp: 'offer' })
  await turn()
  one.lost()
  told.length = 0
  pass(phoneGraceMsMax)
  expect(told).toEqual(['the agent’s browser went away and did not come back', 'reach none'])
})

test('While a tab is away nobody rings there; Teams rings beside only where every tab wants it', () => {
  const { phones, tab } = openPocket()
  const reaches = [phones.reach(tenant, agent)]
  const one = tab('one', true)
  reaches.push(phones.reach(tenant, agent))
  const two = tab('two')
  reaches.push(phones.reach(tenant, agent))
  two.leave()
  one.lost()
  reaches.push(phones.reach(tenant, agent))
  expect(reaches).toEqual(['none', 'beside', 'alone', 'none'])
})

test('Who declines has declined, once and only while it rings', async () => {
  const { told, tab, ring } = openPocket()
  const one = tab('one')
  ring()
  one.ask({ do: 'decline', leg })
  one.ask({ do: 'answer', leg, sdp: 'offer' })
  await turn()
  one.ask({ do: 'decline', leg })
  one.ask({ do: 'answer', leg: toId<LegId>('leg-2'), sdp: 'offer' })
  await turn()
  expect(told.filter(line => /declined|gone/.test(line))).toEqual(['declined', 'one hears gone'])
})

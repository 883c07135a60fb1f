import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../sound/eventually.ts'
import type { SoundLeg } from '../sound/sound-leg.ts'
import type { CallHappening, ScriptStep } from './script.ts'
import { openPhonesUnderTest } from './trunk-stand-in.ts'
import type { PhonesUnderTest } from './trunk-stand-in.ts'

let under: PhonesUnderTest
beforeAll(async () => {
  under = await openPhonesUnderTest()
})
afterAll(() => under[Symbol.asyncDispose]())

function place(script: readonly ScriptStep[], transport: 'udp' | 'tcp' = 'udp') {
  return under.phones.call({
    from: '+441632960555',
    fromName: 'Maria Silva',
    to: '+441632960000',
    trunk: under.trunk(transport),
    script,
    answerMsMax: 3000,
  })
}

function story(happenings: readonly CallHappening[]): readonly string[] {
  return happenings.map(({ what, detail }) => `${what} ${detail}`.trim())
}

const tone = (hz: number, ms = 60_000) => ({ kind: 'tone', hz, ms }) as const

test.each(['udp', 'tcp'] as const)(
  'over %s a caller waits for a tone, presses keys, talks and is heard, and hangs up',
  { timeout: 20_000 },
  async transport => {
    const heard: { leg?: SoundLeg; from?: string } = {}
    under.meet(call => {
      heard.from = `${call.invite.from.displayName} ${call.invite.from.uri}`
      call.ring()
      void under.answer(call, leg => {
        heard.leg = leg
        void leg.say([tone(600)], false)
      })
    })
    const call = place(
      [
        { kind: 'wait-for', what: 'answer', msMax: 2000 },
        { kind: 'wait-for-tone', hz: 600, msMax: 4000, otherwise: 'hang-up' },
        { kind: 'press', keys: '12#' },
        { kind: 'talk', sounds: [tone(900)], ms: 1200 },
      ],
      transport,
    )
    await eventually(() => Math.abs((heard.leg?.heard().dominantHz ?? 0) - 900) < 12)
    const result = await call.result
    expect(heard.from).toBe('Maria Silva sip:+441632960555@carrier.invalid;user=phone')
    expect(story(result.happenings)).toEqual([
      'dialled +441632960000',
      'progress 180',
      'answered',
      'heard answer',
      'heard 600 Hz',
      'pressed 12#',
      'said talked for 1200 ms',
      'hung-up after the answer',
    ])
    expect(result.outcome).toBe('completed')
  },
)

test(
  'a caller hears out music and a greeting, and speaks when the other side pauses',
  { timeout: 20_000 },
  async () => {
    under.meet(call => {
      void under.answer(call, leg => {
        const talk = [tone(500, 1500), { kind: 'silence', ms: 300 }, tone(700, 1500)] as const
        void leg.say([...talk, { kind: 'silence', ms: 60_000 }], false)
      })
    })
    const call = place([
      { kind: 'wait-for', what: 'answer', msMax: 2000 },
      { kind: 'wait-for', what: 'pause', msMax: 15_000, otherwise: 'hang-up' },
      { kind: 'press', keys: '1' },
    ])
    const result = await call.result
    expect(story(result.happenings)).toEqual([
      'dialled +441632960000',
      'answered',
      'heard answer',
      'heard pause',
      'pressed 1',
      'hung-up after the answer',
    ])
    // A breath between two words is no pause: both tones were heard before it.
    const atMs = (what: string): number =>
      result.happenings.find(one => story([one])[0] === what)?.atMs ?? 0
    expect(atMs('heard pause') - atMs('answered')).toBeGreaterThan(3300)
  },
)

test('a caller whose patience ends while music plays hangs up', { timeout: 20_000 }, async () => {
  under.meet(call => {
    void under.answer(call, leg => void leg.say([tone(500)], false))
  })
  const call = place([
    { kind: 'wait-for', what: 'pause', msMax: 1500, otherwise: 'hang-up' },
    { kind: 'press', keys: '1' },
  ])
  const { happenings } = await call.result
  expect(story(happenings)).toContain('gave-up-waiting pause')
  expect(story(happenings)).not.toContain('pressed 1')
})

test('a caller whose call is refused, ended, left unanswered or abandoned says so', async () => {
  under.meet(call => call.reject({ status: 486 }))
  expect(await place([{ kind: 'wait', ms: 60_000 }]).result).toMatchObject({
    outcome: 'failed',
    status: 486,
  })

  under.meet(call => {
    void under.answer(call, () => undefined).then(() => setTimeout(() => call.hangUp(), 100))
  })
  const ended = await place([{ kind: 'wait', ms: 60_000 }]).result
  expect(ended.outcome).toBe('far-end-hung-up')
  expect(ended.answeredAfterMs).toBeGreaterThanOrEqual(0)

  under.meet(call => {
    call.handle({ onEnded: () => undefined })
    call.ring()
  })
  const impatient = await place([
    { kind: 'wait-for', what: 'answer', msMax: 200, otherwise: 'hang-up' },
    { kind: 'press', keys: '1' },
  ]).result
  expect(impatient.outcome).toBe('abandoned')
  expect(story(impatient.happenings).slice(-2)).toEqual([
    'gave-up-waiting answer',
    'hung-up before the answer',
  ])
  expect(under.phones.counts()).toEqual({ calls: 0, timers: 0 })
})

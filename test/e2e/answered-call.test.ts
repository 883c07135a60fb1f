import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Baresip } from './peers/baresip.ts'
import type { ContactCenter } from './peers/contact-center.ts'
import { musicHz, numbers, trunkName } from './peers/contact-center.ts'
import { agentHz, openFloorWithPhone } from './peers/floor-with-phone.ts'
import { nothingLeft } from './peers/nothing-left.ts'
import type { Person } from './peers/person.ts'
import { openPhoneSound } from './peers/phone-sound.ts'
import { openSipp } from './peers/sipp.ts'
import { msOf } from './peers/tones.ts'
import { until } from './peers/until.ts'
import { parseWav } from './peers/wav.ts'

const caller = '+441632960900'
const callerHz = 440

test.for(['udp', 'tcp'] as const)(
  'a caller over %s hears the greeting, presses a key, hears music, talks to an agent in Teams, and all of it is on record',
  async transport => {
    await using floor = await openFloorWithPhone()
    const { center, phone: agentPhone } = floor
    const portsBefore = await center.parley.udpPorts()
    const ada = await center.person('ada')
    await ada.ready()

    await using sound = await openPhoneSound()
    await using call = await openSipp({
      scenario: 'caller-hangs-up',
      transport,
      to: { ...center.sip, user: numbers.main },
      words: { CALLER: caller, SOUND_PORT: sound.port, CODECS: '0 101' },
    })
    const { Port } = await call.told('answered')
    sound.talkTo(Number(Port))
    await until('the greeting is heard', () => sound.msLoud() > 800)
    expect(sound.msOf(musicHz)).toBe(0)
    await sound.press('1')
    await until('music is heard', () => sound.msOf(musicHz) > 500)

    const offered = await until('the desk shows the offer', async () => {
      const desk = await ada.desk()
      return desk.offer !== undefined && desk
    })
    expect(offered.state).toBe('reserved')
    expect(offered.offer).toMatchObject({
      customer: { address: caller, name: 'Nora Field' },
      dialled: numbers.main,
      queue: { id: 'sales', name: 'Sales' },
      choices: [{ digit: '1', step: 'choice', ledTo: 'sales' }],
    })
    expect(offered.offer?.why.candidates).toContainEqual({
      agent: { id: 'ada', name: 'Ada Marsh' },
      verdict: 'chosen',
      why: expect.stringMatching(/\S/) as unknown,
    })
    const incoming = await agentPhone.event('CALL_INCOMING')
    expect(incoming.peeruri).toMatch(`sip:${caller}@${trunkName}`)
    expect(sound.msOf(musicHz, sound.now() - 500)).toBeGreaterThan(300)

    agentPhone.command('accept')
    await agentPhone.event('CALL_ESTABLISHED')
    expect((await agentPhone.event('CALL_MENC')).param).toContain('AES_CM_128_HMAC_SHA1_80')
    sound.hum(callerHz)
    await until('the caller hears the agent', () => sound.msOf(agentHz) > 500)
    const talking = await ada.board()
    expect(talking.interactions).toMatchObject([
      { phase: 'talking', agent: 'ada', queue: 'sales', customer: { address: caller } },
    ])
    expect(talking.agents.find(agent => agent.id === 'ada')).toMatchObject({ state: 'talking' })
    expect((await ada.desk()).talk).toMatchObject({ recorded: true, customer: { address: caller } })
    const since = sound.now()
    await until('both have talked for two seconds', () => sound.msOf(agentHz, since) >= 2_000)
    expect(sound.msOf(musicHz, since)).toBe(0)
    expect(sound.msOf(callerHz)).toBe(0)
    call.go()
    await call.finished()
    await agentPhone.event('CALL_CLOSED')

    await checkHeard(agentPhone)
    const wrapping = await until('the agent wraps up', async () => {
      const desk = await ada.desk()
      return desk.wrapUp !== undefined && desk
    })
    const id = wrapping.wrapUp?.interaction ?? ''
    expect(wrapping.state).toBe('wrap-up')
    expect(
      await ada.post(`/api/interactions/${id}/wrap-up`, {
        disposition: 'sold',
        note: 'Two chairs.',
      }),
    ).toMatchObject({ status: 200 })
    expect(await ada.desk()).toMatchObject({ state: 'available' })
    await checkRecord(ada, id)
    await checkRecording(ada, id)
    await nothingLeft(center, ada, portsBefore)
    await checkReplay(center, id)
  },
)

/** baresip heard the caller, and next to nothing else. */
async function checkHeard(phone: Baresip): Promise<void> {
  const heard = await phone.heard()
  expect(msOf(heard, callerHz)).toBeGreaterThan(1_800)
  expect(msOf(heard, musicHz)).toBe(0)
  expect(msOf(heard, agentHz)).toBe(0)
}

async function checkRecord(ada: Person, id: string): Promise<void> {
  const { row, filings, timeline } = await ada.closed(caller)
  expect(row).toMatchObject({
    id,
    channel: 'voice',
    dialled: numbers.main,
    queue: { id: 'sales' },
    agent: { id: 'ada', name: 'Ada Marsh' },
    outcome: 'handled',
    disposition: { id: 'sold', name: 'Sold' },
    recorded: true,
  })
  expect(row.talkMs).toBeGreaterThan(2_000)
  expect(row.waitedMs).toBeGreaterThan(300)
  expect(filings.map(({ note }) => note)).toEqual(['Two chairs.'])
  const kinds = timeline.map(entry => entry.kind)
  const expected = [
    'interaction-arrived',
    'interaction-answered',
    'flow-started',
    'step-entered',
    'digit-pressed',
    'queue-entered',
    'decision-made',
    'offer-made',
    'offer-ringing',
    'offer-ended',
    'talk-started',
    'recording-started',
    'talk-ended',
    'wrap-up-started',
    'wrap-up-ended',
    'interaction-closed',
  ]
  expect(kinds).toEqual(expect.arrayContaining(expected))
  expect(
    inOrder(
      kinds,
      expected.filter(kind => !kind.startsWith('recording')),
    ),
  ).toBe(true)
  expect(timeline.find(entry => entry.kind === 'talk-ended')?.fact).toMatchObject({
    by: 'customer',
  })
  const board = await ada.board()
  expect(board.queues.find(queue => queue.id === 'sales')?.today).toMatchObject({
    offered: 1,
    answered: 1,
    abandoned: 0,
    answeredInTime: 1,
  })
}

/** Whether the words come in this order, whatever stands between them. */
function inOrder(all: readonly string[], words: readonly string[]): boolean {
  let at = 0
  for (const one of all) if (one === words[at]) at += 1
  return at === words.length
}

/** The customer is on the left and the agent on the right, and neither is on both. */
async function checkRecording(ada: Person, id: string): Promise<void> {
  const view = await until('the recording is filed', async () => {
    const seen = await ada.interaction(id)
    return seen.recordings.length > 0 && seen
  })
  const bytes = await ada.recording(id)
  expect(bytes.length).toBe(view.recordings[0]?.bytes)
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(view.recordings[0]?.sha256)
  const { channels, rate } = parseWav(bytes)
  expect(rate).toBe(8_000)
  expect(channels).toHaveLength(2)
  const [left = new Int16Array(), right = new Int16Array()] = channels
  expect(msOf(left, callerHz)).toBeGreaterThan(1_800)
  expect(msOf(left, agentHz)).toBe(0)
  expect(msOf(right, agentHz)).toBeGreaterThan(1_800)
  expect(msOf(right, callerHz)).toBe(0)
  expect(msOf(left, musicHz) + msOf(right, musicHz)).toBe(0)
}

/** The past told again, from the data the process left behind. */
async function checkReplay(center: ContactCenter, id: string): Promise<void> {
  expect(await center.parley.stop()).toBe(0)
  const { code, lines } = await center.parley.run('replay', id)
  const told = lines.join('\n')
  expect(told).toMatch(/Told again from \d+ inputs: the same \d+ facts/)
  expect(code).toBe(0)
  for (const word of [/→ o\d+: answer/, /Ada Marsh/, /Sales/, /→ o\d+: ring/, /record/i, /Sold/]) {
    expect(told).toMatch(word)
  }
}

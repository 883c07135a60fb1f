import { mkdtemp, readFile, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Sound } from '../sound/wav.ts'
import type { FakeVoice } from '../voices/fake-voice.ts'
import type { VoiceProvider } from '../voices/voice-provider.ts'
import type { Speech, SpeechAnswer, SpeechLimits } from './speech.ts'
import { activeDb } from '../sound/polish.ts'
import { readWav, writeWav } from '../sound/wav.ts'
import { fakeVoice } from '../voices/fake-voice.ts'
import { refuse } from '../voices/refuse.ts'
import { checkSpeech } from './check-speech.ts'
import { openSpeech } from './open-speech.ts'

const log = { info: () => undefined, warn: () => undefined }
const root = await mkdtemp(join(tmpdir(), 'parley-speech-test-'))
const opened: Speech[] = []
afterAll(async () => {
  await Promise.all(opened.map(speech => speech.close()))
  await rm(root, { recursive: true })
})

const newFolder = (): Promise<string> => mkdtemp(join(root, 'cache-'))

async function open(
  providers?: readonly VoiceProvider[],
  limits: Partial<SpeechLimits> = {},
): Promise<{ speech: Speech; cacheDirectory: string }> {
  const cacheDirectory = await newFolder()
  const options = { cacheDirectory, log, limits }
  const speech = await openSpeech(providers === undefined ? options : { ...options, providers })
  opened.push(speech)
  return { speech, cacheDirectory }
}

const english = (text: string) => ({ text, language: 'en-US' })

async function soundOf(answer: SpeechAnswer): Promise<Sound> {
  const reading = answer.ok ? readWav(await readFile(answer.file)) : undefined
  if (reading?.ok !== true) throw new Error(`no sound: ${JSON.stringify(answer)}`)
  return reading.sound
}

/** Share of neighbouring samples that change sign: low for hums, near one half for noise, between for speech. */
const zeroCrossings = ({ samples }: Sound): number =>
  samples.filter((sample, index) => sample * (samples[index - 1] ?? 0) < 0).length / samples.length

/** How much the level moves between 20 ms frames, in dB: speech has syllables and pauses, a tone has none. */
function liveliness({ samples }: Sound): number {
  const levels = Array.from({ length: Math.floor(samples.length / 160) }, (_, frame) =>
    activeDb({ rateHz: 8_000, samples: samples.subarray(frame * 160, frame * 160 + 160) }),
  )
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length
  return Math.sqrt(levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length)
}

test('the embedded voice speaks a telephone prompt, and the second time it comes from the disk', async () => {
  const { speech } = await open()
  const prompt = english('Thank you for calling Contoso. Please hold for an agent.')
  const first = await speech.speak(prompt)
  const second = await speech.speak(prompt)
  expect([first, second]).toMatchObject([
    { ok: true, method: 'flite', fromCache: false },
    { ok: true, method: 'flite', fromCache: true },
  ])
  expect(second.ok && second.file).toBe(first.ok && first.file)
  const sound = await soundOf(first)
  const seconds = sound.samples.length / sound.rateHz
  expect(sound.rateHz).toBe(8_000)
  expect(seconds).toBeGreaterThan(2.5)
  expect(seconds).toBeLessThan(5)
  expect(first.ok && first.durationMs).toBeCloseTo(seconds * 1_000, -1)
  expect(activeDb(sound)).toBeGreaterThan(-26)
  expect(activeDb(sound)).toBeLessThan(-18)
  expect(zeroCrossings(sound)).toBeGreaterThan(0.05)
  expect(zeroCrossings(sound)).toBeLessThan(0.4)
  expect(liveliness(sound)).toBeGreaterThan(8)
})

test('digits are spoken one by one, so that a number takes as long as its digits', async () => {
  const { speech } = await open()
  const [number, words] = await Promise.all([
    speech.speak(english('425 555 0100')),
    speech.speak(english('four two five, five five five, zero one zero zero')),
  ])
  expect(number.ok && number.file).toBe(words.ok && words.file)
})

test('the doctor hears that the engine is there, that it speaks, and how long it took', async () => {
  const check = await checkSpeech({ log })
  expect(check).toMatchObject({ ok: true, method: 'flite' })
  expect(check.ok && [check.tookMs > 0, check.durationMs > 1_500]).toEqual([true, true])
})

test.each([
  ['', 'en-US', undefined, 'text-empty', /word/],
  ['… !', 'en-US', undefined, 'text-empty', /word/],
  ['a'.repeat(1_001), 'en-US', undefined, 'text-too-long', /1001.*1000/],
  ['Guten Tag', 'tlh', undefined, 'language-unsupported', /there is en/],
  ['Hello', 'en-US', 'nobody', 'voice-unknown', /"nobody"/],
  ['Hello 漢字', 'en-US', undefined, 'text-unspeakable', /漢字/],
])('%j in %s by %s is refused as %s, in words and with a remedy', async (...row) => {
  const [text, language, voice, code, words] = row
  const { speech } = await open([fakeVoice('hum', ['en'])])
  const answer = await speech.speak({ text, language, ...(voice === undefined ? {} : { voice }) })
  expect(answer).toMatchObject({ ok: false, code, words: expect.stringMatching(words) })
  expect(!answer.ok && answer.remedy.length).toBeGreaterThan(20)
})

test('the voice is the one named, else of the region, else of the language', async () => {
  const voice: FakeVoice = { ...fakeVoice('v', ['en']), voices: ['en-AU', 'en-GB'].map(toVoice) }
  const { speech } = await open([voice])
  await speech.speak({ text: 'one', language: 'en-GB' })
  await speech.speak({ text: 'one', language: 'en-IE' })
  await speech.speak({ text: 'one', language: 'en-IE', voice: 'en-GB' })
  expect(voice.asked.map(request => request.voice)).toEqual(['en-GB', 'en-AU', 'en-GB'])
})

const toVoice = (id: string) => ({ id, language: id, name: id })

test('a provider in trouble is stood in for by the next, and the answer says by whom', async () => {
  const broken = fakeVoice('broken', ['en'], async () => refuse('engine-failed', 'Broken.'))
  const throwing = fakeVoice('throwing', ['en'], () => Promise.reject(new Error('boom')))
  const { speech } = await open([broken, throwing, fakeVoice('hum', ['en'])])
  expect(await speech.speak(english('Hello'))).toMatchObject({ ok: true, method: 'hum' })
})

test('when every provider is in trouble the last trouble is the answer', async () => {
  const throwing = fakeVoice('throwing', ['en'], () => Promise.reject(new Error('boom')))
  const { speech } = await open([throwing])
  expect(await speech.speak(english('Hello'))).toMatchObject({
    code: 'engine-failed',
    words: expect.stringContaining('boom'),
  })
})

test.each([
  ['not a sound', new Uint8Array(4), 'engine-failed'],
  ['silence', writeWav({ rateHz: 16_000, samples: new Float32Array(9_000) }), 'text-unspeakable'],
])('%s from an engine is not taken for a prompt', async (_, wav, code) => {
  const { speech } = await open([fakeVoice('odd', ['en'], async () => ({ ok: true, wav }))])
  expect(await speech.speak(english('Hello'))).toMatchObject({ ok: false, code })
})

test('the same text asked for by many at once is made once', async () => {
  const voice = fakeVoice('hum', ['en'])
  const { speech } = await open([voice])
  const answers = await Promise.all(Array.from({ length: 5 }, () => speech.speak(english('Hello'))))
  expect(answers.every(answer => answer.ok)).toBe(true)
  expect(voice.asked).toHaveLength(1)
})

test('one caller who leaves does not take the prompt from the other; the last one stops the work', async () => {
  const signals: AbortSignal[] = []
  const release = Promise.withResolvers<void>()
  const slow = fakeVoice('slow', ['en'], async (_, signal) => {
    signals.push(signal)
    await release.promise
    return refuse('engine-failed', 'Too late.')
  })
  const { speech } = await open([slow])
  const [one, two] = [new AbortController(), new AbortController()]
  const asked = [
    speech.speak(english('Hello'), one.signal),
    speech.speak(english('Hello'), two.signal),
  ]
  await expect.poll(() => signals.length).toBe(1)
  one.abort()
  expect(await asked[0]).toMatchObject({ ok: false, code: 'cancelled' })
  expect(signals[0]?.aborted).toBe(false)
  two.abort()
  expect(await asked[1]).toMatchObject({ ok: false, code: 'cancelled' })
  expect(signals[0]?.aborted).toBe(true)
  release.resolve()
})

test('when the folder is full the prompt used longest ago goes, and is made anew when asked for', async () => {
  const voice = fakeVoice('hum', ['en'])
  const { speech, cacheDirectory } = await open([voice], { cacheBytesMax: 4_000 })
  const say = (text: string) => speech.speak(english(text))
  await say('eleven chars')
  const second = await say('twelve chars')
  await say('eleven chars')
  const third = await say('other chars')
  const left = (await readdir(cacheDirectory)).map(name => join(cacheDirectory, name))
  expect(left).toHaveLength(2)
  expect(left).toContain(third.ok && third.file)
  expect(left).not.toContain(second.ok && second.file)
  expect(await say('twelve chars')).toMatchObject({ fromCache: false })
})

test('a new start finds the prompts of the old one, and clears what it left unfinished', async () => {
  const cacheDirectory = await newFolder()
  const first = await openSpeech({ cacheDirectory, log, providers: [fakeVoice('hum', ['en'])] })
  const made = await first.speak(english('Hello'))
  const old = join(cacheDirectory, 'a.wav.1-1.part')
  const young = join(cacheDirectory, 'b.wav.1-2.part')
  await Promise.all([writeFile(old, 'half'), writeFile(young, 'half')])
  await utimes(old, 0, 0)
  const second = await openSpeech({ cacheDirectory, log, providers: [fakeVoice('hum', ['en'])] })
  expect(await second.speak(english('Hello'))).toMatchObject({ fromCache: true })
  const left = await readdir(cacheDirectory)
  expect(new Set(left)).toEqual(new Set([basename(young), basename(made.ok ? made.file : '')]))
})

test('a prompt that was removed or emptied behind our back is made anew', async () => {
  const { speech } = await open([fakeVoice('hum', ['en'])])
  const say = async () => {
    const answer = await speech.speak(english('Hello'))
    if (!answer.ok) throw new Error(answer.words)
    return answer
  }
  const { file } = await say()
  await truncate(file, 44)
  expect(await say()).toMatchObject({ fromCache: false })
  await rm(file)
  expect(await say()).toMatchObject({ fromCache: false })
  expect((await stat(file)).size).toBeGreaterThan(44)
})

test('a folder that cannot be written is a refusal, not a crash', async () => {
  const { speech, cacheDirectory } = await open([fakeVoice('hum', ['en'])])
  await rm(cacheDirectory, { recursive: true })
  expect(await speech.speak(english('Hello'))).toMatchObject({ ok: false, code: 'storage-failed' })
})

import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { aLaw, muLaw } from '../codecs/g711.ts'
import { Recorder } from './recorder.ts'
import { repairRecording } from './repair-recording.ts'
import { parseWav, wavHeader } from './wav.ts'

const folder = await mkdtemp(join(tmpdir(), 'recording-'))
afterAll(() => rm(folder, { recursive: true }))

const frameOf = (value: number): Int16Array => new Int16Array(160).fill(value)

/** A WAV with one channel, as somebody's editor would write it. */
function wavOf(
  format: {
    readonly tag: number
    readonly rateHz: number
    readonly bits: number
    readonly channels?: number
  },
  data: Buffer,
  extra = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(36)
  head.write('RIFF', 0)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(format.tag, 20)
  head.writeUInt16LE(format.channels ?? 1, 22)
  head.writeUInt32LE(format.rateHz, 24)
  head.writeUInt16LE(format.bits, 34)
  const size = Buffer.alloc(8)
  size.write('data', 0)
  size.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, extra, size, data])
}

const list = Buffer.concat([Buffer.from('LIST'), Buffer.from([3, 0, 0, 0]), Buffer.from('abc\0')])
const pcm = Buffer.from([1, 0, 0xff, 0xff])
const readable = [
  { name: 'PCM at 8 kHz', wav: wavOf({ tag: 1, rateHz: 8_000, bits: 16 }, pcm), heard: [1, -1] },
  { name: 'PCM at 16 kHz', wav: wavOf({ tag: 1, rateHz: 16_000, bits: 16 }, pcm), heard: [1, -1] },
  {
    name: 'an odd chunk before the data',
    wav: wavOf({ tag: 1, rateHz: 8_000, bits: 16 }, pcm, list),
    heard: [1, -1],
  },
  {
    name: 'µ-law',
    wav: wavOf({ tag: 7, rateHz: 8_000, bits: 8 }, Buffer.from([0, 0xff])),
    heard: [muLaw.decode[0], 0],
  },
  {
    name: 'A-law',
    wav: wavOf({ tag: 6, rateHz: 8_000, bits: 8 }, Buffer.from([0x2a])),
    heard: [aLaw.decode[0x2a]],
  },
]

test.for(readable)('a WAV with $name is read', ({ wav, heard }) => {
  const sound = parseWav(wav)
  expect('samples' in sound && [...sound.samples]).toEqual(heard)
})

const unreadable = [
  { name: 'text', wav: Buffer.from('hello'), words: /not a WAV/ },
  {
    name: 'stereo',
    wav: wavOf({ tag: 1, rateHz: 8_000, bits: 16, channels: 2 }, pcm),
    words: /mono/,
  },
  {
    name: '44,100 Hz',
    wav: wavOf({ tag: 1, rateHz: 44_100, bits: 16 }, pcm),
    words: /8000 or 16000/,
  },
  { name: '24 bits', wav: wavOf({ tag: 1, rateHz: 8_000, bits: 24 }, pcm), words: /16-bit PCM/ },
  {
    name: 'no data',
    wav: wavOf({ tag: 1, rateHz: 8_000, bits: 16 }, pcm).subarray(0, 36),
    words: /no data/,
  },
]

test.for(unreadable)('a file of $name is refused with a remedy', ({ wav, words }) => {
  const sound = parseWav(wav)
  expect('unsupported' in sound ? sound.unsupported : 'read').toMatch(words)
})

async function recorderFor(name: string): Promise<Recorder> {
  const sides = { left: 'caller', right: 'agent' }
  return Recorder.open({ recordingId: name, callId: 'call', ...sides, file: join(folder, name) })
}

test('both sides lie in their channels, and silence stands where one was absent or paused', async () => {
  const recorder = await recorderFor('sides.wav')
  for (let frame = 0; frame < 100; frame += 1) {
    recorder.paused = frame >= 60 && frame < 70
    const right = frame < 40 ? undefined : frameOf(2)
    recorder.append({ left: frameOf(1), right })
  }
  recorder.skip(5)
  const summary = await recorder.close()
  const bytes = await readFile(summary.file)
  const at = (frame: number): readonly number[] => {
    const offset = 44 + frame * 640
    return [bytes.readInt16LE(offset), bytes.readInt16LE(offset + 2)]
  }
  expect([0, 39, 40, 60, 70, 99, 100].map(at)).toEqual([
    [1, 0],
    [1, 0],
    [1, 2],
    [0, 0],
    [1, 2],
    [1, 2],
    [0, 0],
  ])
  expect(bytes.subarray(0, 44)).toEqual(wavHeader(105 * 640))
  expect(summary).toEqual({
    recordingId: 'sides.wav',
    file: join(folder, 'sides.wav'),
    durationMs: 2_100,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    gaps: [
      { why: 'right-absent', fromMs: 0, toMs: 800 },
      { why: 'paused', fromMs: 1_200, toMs: 1_400 },
      { why: 'overload', fromMs: 2_000, toMs: 2_100 },
    ],
  })
  expect(await recorder.close()).toEqual(summary)
})

test('a file whose writer died has its length set right, to whole frames', async () => {
  const file = join(folder, 'died.wav')
  await writeFile(file, Buffer.concat([wavHeader(0), Buffer.alloc(640 * 3 + 100, 1)]))
  expect(await repairRecording(file)).toEqual({ durationMs: 60 })
  const bytes = await readFile(file)
  expect([bytes.length, bytes.subarray(0, 44)]).toEqual([44 + 1_920, wavHeader(1_920)])
  await truncate(file, 10)
  expect(await repairRecording(file)).toEqual({ durationMs: 0 })
})

test('a place that cannot be written is an error at once', async () => {
  await expect(recorderFor('no/such/folder.wav')).rejects.toThrow(/ENOENT/)
})

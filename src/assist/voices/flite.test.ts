import { expect, test } from 'vitest'
import { readWav } from '../sound/wav.ts'
import { openFlite } from './flite.ts'

const never = new AbortController().signal
test('flite speaks, is killed under a text, and speaks that text in a new process', async () => {
  const pids: number[] = []
  const info = (fields: object) => pids.push('pid' in fields ? Number(fields.pid) : 0)
  const log = { info, warn: () => undefined }
  const flite = await openFlite({ log, queueLengthMax: 10, requestMsMax: 10_000 })
  const say = (text: string) => flite.synthesize({ text, language: 'en-US', voice: 'slt' }, never)
  const first = await say('Good morning.')
  const long = say('This sentence takes the voice a good while to say. '.repeat(15))
  process.kill(pids.at(0) ?? 0, 'SIGKILL')
  const second = await long
  await flite.close()
  const lengths = [first, second].map(answer => {
    const reading = answer.ok ? readWav(answer.wav) : undefined
    return reading?.ok === true ? reading.sound.samples.length / reading.sound.rateHz : 0
  })
  expect(lengths[0]).toBeGreaterThan(0.5)
  expect(lengths[1]).toBeGreaterThan(20)
  expect(pids).toHaveLength(2)
  expect(() => process.kill(pids.at(1) ?? 0, 0)).toThrow('ESRCH')
})

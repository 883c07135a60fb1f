import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findEspeak, readVoices } from './espeak.ts'

const never = new AbortController().signal

const table = `Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  de              --/M      German             gmw/de
 2  en-gb           --/M      English_(Great_Britain) gmw/en               (en 2)
 5  zh-yue          --/M      Chinese_(Cantonese) sit/yue              (zh 5)
`

/** A stand-in with espeak-ng's command line: it lists two voices and "speaks" by repeating its arguments. */
async function standIn(
  speaking: string,
): Promise<{ program: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-espeak-'))
  const program = join(folder, 'espeak-ng')
  const listing = table.replaceAll('\n', '\\n')
  await writeFile(
    program,
    `#!/bin/sh\n[ "$1" = --voices ] && printf '${listing}' && exit 0\n${speaking}\n`,
  )
  await chmod(program, 0o755)
  return { program, remove: () => rm(folder, { recursive: true }) }
}

test('the table of voices is read and the heading is not a voice', () => {
  expect(readVoices(table)).toEqual([
    { id: 'de', language: 'de', name: 'German' },
    { id: 'en-gb', language: 'en-gb', name: 'English (Great Britain)' },
    { id: 'zh-yue', language: 'zh-yue', name: 'Chinese (Cantonese)' },
  ])
})

test('a system without espeak-ng has no such provider', async () => {
  expect(await findEspeak('espeak-ng-that-is-not-installed')).toBeUndefined()
})

test('what the program writes is the answer, and a text that looks like an option is a text', async () => {
  const { program, remove } = await standIn('printf "%s|" "$@"')
  const espeak = await findEspeak(program)
  const speak = (text: string) => espeak?.synthesize({ text, language: 'de', voice: 'de' }, never)
  const answers = await Promise.all([speak('Guten Tag'), speak('--version')])
  await remove()
  expect(espeak?.info.languages).toEqual(['de', 'en', 'zh'])
  expect(
    answers.map(answer => answer?.ok === true && new TextDecoder().decode(answer.wav)),
  ).toEqual(['--stdout|-v|de|--|Guten Tag|', '--stdout|-v|de|--|--version|'])
})

test('a program that fails is a refusal with a remedy, and a caller who left is not blamed on it', async () => {
  const { program, remove } = await standIn('exit 3')
  const espeak = await findEspeak(program)
  const request = { text: 'Guten Tag', language: 'de', voice: 'de' }
  const failed = await espeak?.synthesize(request, never)
  const left = await espeak?.synthesize(request, AbortSignal.abort())
  await remove()
  expect(failed).toMatchObject({
    ok: false,
    code: 'engine-failed',
    words: expect.stringContaining('3'),
  })
  expect(left).toMatchObject({ ok: false, code: 'cancelled' })
})

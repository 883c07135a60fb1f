import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { numbers } from './peers/contact-center.ts'
import type { ContactCenter } from './peers/contact-center.ts'
import { openFloorWithPhone } from './peers/floor-with-phone.ts'
import { openPhoneSound } from './peers/phone-sound.ts'
import { openSipp } from './peers/sipp.ts'
import { sine } from './peers/tones.ts'
import { until } from './peers/until.ts'
import { writeWav } from './peers/wav.ts'

/** The pitch of the one prompt that lies in the library and nowhere else. */
const promptHz = 900
const promptMs = 2_000
/** Of which this much must be heard. */
const heardMsMin = 1_200

const flowsOfTenant = z.object({
  version: z.number(),
  flows: z.array(z.object({ path: z.string(), text: z.string() })),
})

test('a backup restored into an empty folder brings back prompts, settings and the past: the next caller hears the prompt', async () => {
  await using floor = await openFloorWithPhone({ admin: 'cleo' })
  const { center } = floor
  const { parley } = center
  const sound = join(parley.folder, 'sound.wav')
  await writeWav(sound, sine(promptHz, promptMs))
  const before = await center.person('cleo')
  const bytes = new Blob([await readFile(sound)])
  expect(await before.put('/api/admin/prompts/closed', bytes)).toMatchObject({
    status: 200,
  })
  const { version, flows } = flowsOfTenant.parse(await before.get('/api/admin/config'))
  const value = flows.map(one => ({
    ...one,
    text: one.text.replace('say: We are closed.', 'say: { prompt: closed }'),
  }))
  const changed = await before.put('/api/admin/config/flows', { version, why: 'a tone', value })
  expect(changed).toMatchObject({ status: 200 })
  await hearsPrompt(center, '+441632960951')
  await before.closed('+441632960951')
  // Files that name what only the library has: a restore meets them before it has brought it back.
  expect(await parley.run('config', 'export', '--yes')).toMatchObject({ code: 0 })
  expect(await readFile(join(parley.folder, 'closed-flow.yaml'), 'utf8')).toContain(
    'prompt: closed',
  )

  const backup = join(parley.folder, 'monday.parley')
  expect(await parley.run('backup', backup)).toMatchObject({ code: 0 })
  await parley.restart('stopped', async () => {
    await rename(join(parley.folder, 'data'), join(parley.folder, 'lost'))
    expect(await parley.run('restore', backup)).toMatchObject({ code: 0 })
  })

  const after = await center.person('cleo')
  expect(flowsOfTenant.parse(await after.get('/api/admin/config'))).toMatchObject({
    version: version + 1,
    flows: value,
  })
  expect((await after.interactions()).rows).toMatchObject([
    { customer: { address: '+441632960951' } },
  ])
  await hearsPrompt(center, '+441632960952')
})

async function hearsPrompt({ sip }: ContactCenter, caller: string): Promise<void> {
  await using sound = await openPhoneSound()
  await using call = await openSipp({
    scenario: 'caller-is-left',
    to: { ...sip, user: numbers.closed },
    words: { CALLER: caller, SOUND_PORT: sound.port, CODECS: '0 101' },
  })
  const { Port } = await call.told('answered')
  sound.talkTo(Number(Port))
  await until('the prompt is heard', () => sound.msOf(promptHz) > heardMsMin)
  await call.finished()
}

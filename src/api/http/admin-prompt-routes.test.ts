import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TenantId } from '#core'
import { toId } from '#core'
import type { Administration } from '../administration.ts'
import { fakeAdministration } from '../fake-administration.ts'
import { rehearseApi } from '../rehearsal.ts'

/** Acme's administration with one prompt, which is a real file. */
function withPrompt(file: string): Administration {
  const acme: TenantId = toId('acme')
  const before = fakeAdministration([acme])
  return {
    tenant: id => {
      const own = before.tenant(id)
      return own && { ...own, prompts: { ...own.prompts, file: async () => file } }
    },
  }
}

test('a prompt is heard whole, not sent again while it is the same, and sent anew when it was replaced', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-prompts-'))
  const file = join(folder, 'welcome.wav')
  await writeFile(file, 'the first sound')
  await using api = await rehearseApi({}, { administration: withPrompt(file) })
  const ada = await api.signIn('acme-ada')
  const hear = (headers: Record<string, string> = {}): Promise<Response> =>
    api.get('/api/admin/prompts/welcome', ada, headers)

  const first = await hear()
  const etag = first.headers.get('etag') ?? ''
  expect([first.status, await first.text()]).toEqual([200, 'the first sound'])
  expect((await hear({ 'if-none-match': etag })).status).toBe(304)
  const part = await hear({ range: 'bytes=4-8', 'if-range': etag })
  expect([part.status, await part.text()]).toEqual([206, 'first'])

  await writeFile(join(folder, 'half'), 'the other sound')
  await rename(join(folder, 'half'), file)
  const other = await hear({ 'if-none-match': etag, range: 'bytes=4-8', 'if-range': etag })
  expect([other.status, await other.text()]).toEqual([200, 'the other sound'])
  expect(other.headers.get('etag')).not.toBe(etag)
  await rm(folder, { recursive: true })
})

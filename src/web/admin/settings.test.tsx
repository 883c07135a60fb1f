import { act, cleanup, configure, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { checkedAt, configAt, promptsAt, trunksAt, versionsAt } from '../gallery/admin-views.ts'
import { type Answer, type Asked, createStandIn, type StandIn } from '../gallery/stand-in.ts'
import { gone, viewsAt } from '../gallery/views.ts'
import { createFakeClock, type FakeClock } from '../model/fake-clock.ts'
import { checkAfterMs } from '../model/admin.ts'
import { App } from '../shell/app.tsx'
import { createAppModel } from '../shell/app-model.ts'

// Pages are fetched when they are first shown: a busy machine takes its time over that.
configure({ asyncUtilTimeout: 8000 })

afterEach(cleanup)

const at = 1_800_000_000_000
const overtaken = { ...gone, status: 409, code: 'changed-meanwhile', title: 'Changed meanwhile' }

/** The settings at a section, over a made-up server; some of its answers can be said. */
function show(
  section: string,
  own: (asked: Asked) => Answer | 'unreachable' | undefined = () => undefined,
): { readonly standIn: StandIn; readonly clock: FakeClock } {
  const clock = createFakeClock(at)
  const bodies: Readonly<Record<string, unknown>> = {
    '/api/me': { ...viewsAt(at).me, role: 'admin' },
    '/api/admin/config': configAt(at),
    '/api/admin/check': checkedAt(at),
    '/api/admin/trunks': trunksAt(at),
    '/api/admin/versions': versionsAt(at),
    '/api/admin/prompts': promptsAt(at),
  }
  const standIn = createStandIn(clock, asked => {
    const body = bodies[asked.path]
    return own(asked) ?? (body === undefined ? { status: 404, body: gone } : { body })
  })
  const { hook } = memoryLocation({ path: `/admin/${section}` })
  render(
    <Router hook={hook}>
      <App model={createAppModel(standIn.ports)} />
    </Router>,
  )
  return { standIn, clock }
}

test('The form of a new entry stays open and keeps the focus while it is typed and checked', async () => {
  const { standIn, clock } = show('skills', ({ path }) => {
    if (path !== '/api/admin/check') return undefined
    // The server finds nothing wrong any more once the entry has a name.
    const hasName = JSON.stringify(standIn.asked.at(-1)?.body).includes('"name":"F')
    const complaint = { ...checkedAt(at).complaints[0], severity: 'error', path: ['skills', 3] }
    return { body: { ...checkedAt(at), ok: hasName, complaints: hasName ? [] : [complaint] } }
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Add' }))
  await userEvent.type(screen.getAllByLabelText('Short name').at(-1) ?? document.body, 'french')
  await act(async () => clock.advance(checkAfterMs))
  const name = screen.getAllByLabelText('Name').at(-1)
  if (name === undefined) throw new Error('no name is asked for')
  await userEvent.type(name, 'F')
  await act(async () => clock.advance(checkAfterMs))
  await screen.findByText('Can be saved')
  expect(name.closest('details')?.open).toBe(true)
  expect(document.activeElement).toBe(name)
  await userEvent.keyboard('rench')
  expect(name).toHaveProperty('value', 'French')
})

test('What is wrong opens its entry, and a person closes it for good', async () => {
  let isWrong = false
  const { clock } = show('skills', ({ path }) => {
    if (path !== '/api/admin/check') return undefined
    const complaint = { ...checkedAt(at).complaints[0], severity: 'error', path: ['skills', 1] }
    return { body: { ...checkedAt(at), ok: !isWrong, complaints: isWrong ? [complaint] : [] } }
  })
  const spanish = (await screen.findByText('Spanish')).closest('details')
  const name = screen.getAllByLabelText('Name')[1]
  if (spanish === null || name === undefined) throw new Error('the entry is not shown')
  expect(spanish.open).toBe(false)
  isWrong = true
  await userEvent.type(name, 'x')
  await act(async () => clock.advance(checkAfterMs))
  await screen.findByText('Cannot be saved yet')
  expect(spanish.open).toBe(true)
  await act(async () => {
    spanish.open = false
    spanish.dispatchEvent(new Event('toggle'))
  })
  await userEvent.type(name, 'y')
  await act(async () => clock.advance(checkAfterMs))
  expect(spanish.open).toBe(false)
})

test('A save that was overtaken by the same change waits until one of both values is chosen', async () => {
  let queues = configAt(at).sections['queues']
  let saves = 0
  const { standIn, clock } = show('queues', ({ path, method }) => {
    if (path !== '/api/admin/config') return undefined
    if (method === 'GET') {
      return { body: { ...configAt(at), sections: { ...configAt(at).sections, queues } } }
    }
    saves += 1
    return saves === 1 ? { status: 409, body: overtaken } : { body: checkedAt(at) }
  })
  const wrapUp = (await screen.findAllByLabelText('Wrap-up'))[0]
  if (wrapUp === undefined || !Array.isArray(queues)) throw new Error('there are no queues')
  await userEvent.clear(wrapUp)
  await userEvent.type(wrapUp, '33s')
  await act(async () => clock.advance(checkAfterMs))
  queues = queues.map((queue: object, nth) => (nth === 0 ? { ...queue, wrapUp: '40s' } : queue))
  await userEvent.click(await screen.findByRole('button', { name: 'Review changes' }))
  const review = within(await screen.findByRole('dialog', { name: 'Review and save' }))
  const save = review.getByRole('button', { name: 'Save, in force at once' })
  await userEvent.click(save)
  const keep = await review.findByRole('button', { name: 'Keep yours: Queues › sales › wrapUp' })
  expect(review.getByText('40s')).toBeTruthy()
  expect(review.getByText('33s')).toBeTruthy()
  expect(save.getAttribute('aria-disabled')).toBe('true')
  await userEvent.click(save)
  expect(saves).toBe(1)
  await userEvent.click(keep)
  expect(document.activeElement?.closest('dialog')).not.toBeNull()
  await userEvent.click(save)
  expect(standIn.asked.findLast(({ method }) => method === 'PUT')?.body).toMatchObject({
    changes: { queues: [{ wrapUp: '33s' }, {}, {}] },
  })
})

test('An earlier version is brought back only after its differences and effects are looked at, with why', async () => {
  const { standIn } = show('', ({ path }) =>
    path.startsWith('/api/admin/versions/') ? { body: checkedAt(at) } : undefined,
  )
  const posts = (): readonly Asked[] => standIn.asked.filter(({ method }) => method === 'POST')
  await userEvent.click(await screen.findByRole('button', { name: 'Bring back version 10' }))
  expect(posts()).toEqual([])
  const review = within(await screen.findByRole('dialog', { name: 'Bring back version 10' }))
  await review.findByText('Two callers who wait now leave the queue at once.')
  expect(review.getByText('Queues › support › waitMax')).toBeTruthy()
  expect(standIn.asked.at(-1)?.path).toBe('/api/admin/versions/10')
  await userEvent.type(review.getByLabelText('Why (for the audit log)'), 'too short a wait')
  await userEvent.click(review.getByRole('button', { name: 'Bring back, in force at once' }))
  const version = configAt(at).version
  expect(posts()).toMatchObject([
    { path: '/api/admin/versions/10/restore', body: { version, why: 'too short a wait' } },
  ])
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('A version cannot be brought back while what it would do is not known', async () => {
  const { standIn } = show('', ({ path }) =>
    path.startsWith('/api/admin/versions/') ? 'unreachable' : undefined,
  )
  await userEvent.click(await screen.findByRole('button', { name: 'Bring back version 10' }))
  const review = within(await screen.findByRole('dialog', { name: 'Bring back version 10' }))
  await review.findByText('No answer from Parley')
  await userEvent.click(review.getByRole('button', { name: 'Bring back, in force at once' }))
  await userEvent.click(review.getByRole('button', { name: 'Leave it as it is' }))
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(standIn.asked.every(({ method }) => method === 'GET')).toBe(true)
})

test('Trunks that could not be asked for are not said to be none', async () => {
  show('', ({ path }) => (path === '/api/admin/trunks' ? 'unreachable' : undefined))
  const trunks = within(await screen.findByRole('region', { name: 'Trunks' }))
  await trunks.findByText('No answer from Parley')
  expect(trunks.queryByText('Nothing here yet.')).toBeNull()
  expect(screen.queryByText('Every trunk answers')).toBeNull()
})

test('A prompt is replaced only after one was asked and could hear the present one', async () => {
  const { standIn } = show('prompts', ({ method }) =>
    method === 'POST' ? { body: promptsAt(at) } : undefined,
  )
  const posts = (): readonly Asked[] => standIn.asked.filter(({ method }) => method === 'POST')
  await screen.findByRole('row', { name: /welcome/ })
  await userEvent.type(screen.getByLabelText(/^Name of the prompt/), 'welcome')
  await userEvent.type(screen.getByLabelText('Text to speak'), 'Hello.')
  const speak = screen.getByRole('button', { name: 'Have it spoken' })
  await userEvent.click(speak)
  const dialog = within(screen.getByRole('dialog', { name: 'Replace “welcome”?' }))
  expect(dialog.getByLabelText('The present sound').getAttribute('src')).toContain(
    '/api/admin/prompts/welcome',
  )
  await userEvent.click(dialog.getByRole('button', { name: 'Keep the present one' }))
  expect([screen.queryByRole('dialog'), posts()]).toEqual([null, []])
  await userEvent.click(speak)
  await userEvent.click(screen.getByRole('button', { name: 'Replace' }))
  expect(posts().map(({ path }) => path)).toEqual(['/api/admin/prompts/welcome/speak?replace=true'])
})

test('A library that could not be fetched is not said to be empty', async () => {
  show('prompts', ({ path }) => (path === '/api/admin/prompts' ? 'unreachable' : undefined))
  await screen.findByText('No answer from Parley')
  expect(screen.queryByText(/^No prompt yet/)).toBeNull()
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
})

import {
  cleanup,
  configure,
  fireEvent,
  render,
  screen,
  waitFor,
  within,
} from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { wallAt } from '../gallery/board-views.ts'
import type { DeskCase } from '../gallery/desk-views.ts'
import { type Answer, type Asked, createStandIn, type StandIn } from '../gallery/stand-in.ts'
import { gone, viewsAt } from '../gallery/views.ts'
import { createFakeClock } from '../model/fake-clock.ts'
import { App } from './app.tsx'
import { createAppModel } from './app-model.ts'

// Pages are fetched when they are first shown: a busy machine takes its time over that.
configure({ asyncUtilTimeout: 8000 })

const views = viewsAt(1_800_000_000_000)

afterEach(cleanup)

const noop = (): undefined => undefined

/** The whole app at a page, with the desk in a state; what POST answers can be said. */
function show(
  path: string,
  desk: DeskCase = 'available',
  onPost: (asked: Asked) => Answer = () => ({ body: views.desks.available }),
  others: Readonly<Record<string, Answer>> = {},
): StandIn {
  const standIn = createStandIn(createFakeClock(), asked => {
    if (asked.method === 'POST') return onPost(asked)
    const other = others[asked.path]
    if (other !== undefined) return other
    if (asked.path === '/api/me') return { body: views.me }
    if (asked.path === '/api/desk') return { body: views.desks[desk] }
    if (asked.path === '/api/board') return { body: views.board }
    if (asked.path === '/api/interactions/i-1') return { body: views.interaction }
    if (asked.path.startsWith('/api/interactions?'))
      return { body: views.lists[asked.path.endsWith('cursor=page-2') ? 1 : 0] }
    return { status: 404, body: { ...gone, status: 404, remedy: 'Look in the list.' } }
  })
  const { hook } = memoryLocation({ path })
  render(
    <Router hook={hook}>
      <App model={createAppModel(standIn.ports)} />
    </Router>,
  )
  return standIn
}

/** What axe finds; colours need a real browser and are looked at there. */
async function findings(): Promise<readonly string[]> {
  const result = await axe.run(document.body, {
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: false } },
  })
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`,
  )
}

test('An offer shows who calls, what they chose, how long it rings and why this agent', async () => {
  const standIn = show('/', 'offer')
  const card = await screen.findByRole('region', { name: 'Incoming call' })
  const inCard = within(card)
  expect(inCard.getByText('Priya Raman')).toBeTruthy()
  expect(inCard.getByText('Answer on your Teams phone')).toBeTruthy()
  expect(inCard.getByRole('timer', { name: 'Rings for 14 seconds more' })).toBeTruthy()
  expect(inCard.getByText('A product I have')).toBeTruthy()
  expect(inCard.getByText('Products 1 of the 2 asked for.')).toBeTruthy()
  expect(document.title).toBe('(!) Call from Priya Raman · Parley')
  await userEvent.click(inCard.getByRole('button', { name: 'Decline' }))
  expect(standIn.asked.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
    '/api/offers/offer-1/decline',
  ])
})

test('An incoming call is said aloud without taking the focus', async () => {
  const standIn = show('/')
  await screen.findByRole('heading', { name: 'Ready for the next call' })
  const button = screen.getByRole('button', { name: 'Lunch' })
  button.focus()
  standIn.open()
  standIn.push({ topic: 'desk', view: { ...views.desks.offer, at: views.desks.offer.at + 1 } })
  const said = await screen.findByText(
    'Incoming call from Priya Raman, Support. Answer on your Teams phone.',
  )
  expect(said.getAttribute('aria-live')).toBe('assertive')
  expect(document.activeElement).toBe(button)
})

test('The state in force is pressed, and another is one click away', async () => {
  const standIn = show('/', 'not-ready')
  const lunch = await screen.findByRole('button', { name: 'Lunch', pressed: true })
  expect(screen.getByRole('button', { name: 'Break', pressed: false })).toBeTruthy()
  expect(lunch).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Break' }))
  expect(standIn.asked.find(({ path }) => path === '/api/desk/state')?.body).toEqual({
    state: 'not-ready',
    reason: 'Break',
  })
})

test('While talking the pressed state is the one that follows', async () => {
  show('/', 'talk')
  expect(await screen.findByRole('group', { name: 'After this work' })).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Lunch', pressed: true })).toBeTruthy()
})

test('A wrap-up asks for a disposition, loses no note on a refusal, and is handed in', async () => {
  const answers: Answer[] = [{ status: 409, body: gone }, { body: views.desks.available }]
  const standIn = show('/', 'wrap-up', () => answers.shift() ?? { body: views.desks.available })
  const user = userEvent.setup()
  await user.type(await screen.findByRole('textbox', { name: 'Note' }), 'Zip replaced')
  await user.click(screen.getByRole('button', { name: 'Complete' }))
  expect(screen.getByText('Choose how it ended first')).toBeTruthy()
  expect(document.activeElement).toBe(screen.getByRole('radio', { name: 'Solved' }))
  await user.click(screen.getByRole('radio', { name: 'Solved' }))
  await user.type(screen.getByRole('textbox', { name: /Order number/ }), '4711')
  await user.click(screen.getByRole('button', { name: 'Complete' }))
  expect((await screen.findByRole('alert')).textContent).toContain(gone.remedy)
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Note' }).value).toBe(
    'Zip replaced',
  )
  await user.click(screen.getByRole('button', { name: 'Complete' }))
  expect(await screen.findByRole('heading', { name: 'Ready for the next call' })).toBeTruthy()
  expect(standIn.asked.filter(({ path }) => path.endsWith('/wrap-up')).at(-1)?.body).toEqual({
    disposition: 'solved',
    note: 'Zip replaced',
    answers: { order: '4711' },
  })
})

test('A missed offer says what happened and offers the way back', async () => {
  show('/', 'missed')
  expect(
    await screen.findByRole('heading', { name: 'You were set to not ready: missed an offer' }),
  ).toBeTruthy()
})

test('A lost connection is said in words, and gone when it is back', async () => {
  const standIn = show('/')
  await screen.findByRole('heading', { name: 'Ready for the next call' })
  standIn.cut()
  expect(await screen.findByText('Connection lost.')).toBeTruthy()
})

test('The board has its figures, queues, agents and what is under way', async () => {
  show('/board')
  const agents = await screen.findByRole('table', { name: 'Agents' })
  expect(within(agents).getByRole('rowheader', { name: 'Tom Whitlock' })).toBeTruthy()
  const queues = screen.getByRole('table', { name: 'Queues' })
  expect(within(queues).getAllByRole('rowheader')).toHaveLength(3)
  await userEvent.type(screen.getByRole('searchbox'), 'spanish nobody')
  expect(await screen.findAllByText('Nothing matches.')).toHaveLength(2)
})

test('A refused order is told where the person is: over the page, or in the dialog that asked', async () => {
  // The test's page knows neither popovers nor dialogs that hold the focus.
  Object.assign(HTMLElement.prototype, { showPopover: noop, hidePopover: noop })
  Object.assign(HTMLDialogElement.prototype, { showModal: noop })
  const refused = { ...gone, title: 'Conflict', detail: 'Another supervisor is in this talk.' }
  show('/board', 'available', () => ({ status: 409, body: refused }))
  const talking = views.board.agents.find(({ state }) => state === 'talking')
  const menu = { name: `Actions for ${talking?.name ?? ''}` }
  await userEvent.click(await screen.findByRole('button', menu))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Listen', hidden: true }))
  const note = await screen.findByRole('alert')
  expect(note.textContent).toContain('That could not be done')
  expect(note.textContent).toContain(refused.detail)
  expect(note.textContent).not.toContain('Conflict')
  await userEvent.click(screen.getByRole('button', menu))
  await userEvent.click(
    await screen.findByRole('menuitem', { name: 'End the shift', hidden: true }),
  )
  const dialog = await screen.findByRole('dialog', { hidden: true })
  expect(screen.queryByRole('alert')).toBeNull()
  await userEvent.click(within(dialog).getByRole('button', { name: 'End the shift', hidden: true }))
  expect(await within(dialog).findByRole('alert', { hidden: true })).toBeTruthy()
  expect(screen.getAllByRole('alert', { hidden: true })).toHaveLength(1)
})

test('Who is at a task is not said to be in a call, and a task does not ring', async () => {
  const [first, second, ...others] = views.board.agents
  if (first === undefined || second === undefined) throw new Error('the gallery has no agents')
  const atTask = { ...first, state: 'talking' as const, channel: 'task' as const }
  const offered = { ...second, state: 'reserved' as const, channel: 'task' as const }
  const board = { ...views.board, agents: [atTask, offered, ...others] }
  show('/board', 'available', undefined, { '/api/board': { body: board } })
  const agents = await screen.findByRole('table', { name: 'Agents' })
  const rowOf = (name: string): HTMLElement =>
    within(agents).getByRole('rowheader', { name }).closest('tr') ?? agents
  expect(within(rowOf(first.name)).getByText('On a task')).toBeTruthy()
  expect(within(rowOf(second.name)).getByText('Offered a task')).toBeTruthy()
})

test('A figure on a wall of two queues leads to the list of what both have answered', async () => {
  const wall = wallAt(1_800_000_000_000)
  const queues = wall.queues.slice(0, 2)
  const standIn = show('/wall/the-link', 'available', undefined, {
    '/wall/the-link/figures': { body: { ...wall, queues } },
  })
  const tile = (await screen.findByText('Answered today')).closest('details') ?? document.body
  await userEvent.click(within(tile).getByText('Answered today'))
  await userEvent.click(within(tile).getByRole('link', { name: 'See the interactions behind it' }))
  await screen.findByRole('heading', { name: 'Interactions' })
  const ids = queues.map(({ id }) => id).join(',')
  await waitFor(() =>
    expect(standIn.asked.map(asked => decodeURIComponent(asked.path))).toContain(
      `/api/interactions?limit=50&came=answered&queue=${ids}`,
    ),
  )
})

test('The list goes on where it stopped', async () => {
  const standIn = show('/interactions')
  await userEvent.click(await screen.findByRole('button', { name: 'Show more' }))
  expect(standIn.asked.at(-1)?.path).toBe('/api/interactions?limit=50&cursor=page-2')
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull())
  const shown = screen.getAllByRole('rowheader').map(row => within(row).getByRole('link'))
  const ids = views.lists.flatMap(({ rows }) => rows.map(({ id }) => `/interactions/${id}`))
  expect(shown.map(link => link.getAttribute('href'))).toEqual(ids)
})

test('An interaction tells what happened, why, and can be heard from any moment', async () => {
  show('/interactions/i-1')
  expect(await screen.findByRole('heading', { level: 1, name: 'Priya Raman' })).toBeTruthy()
  expect(screen.getAllByText(/^Idle for 1 min /)).toHaveLength(2)
  const slider = screen.getByRole('slider', { name: 'Moment of the interaction' })
  const [toTheKey] = screen.getAllByRole('button', { name: 'Go to 0:09' })
  if (toTheKey !== undefined) fireEvent.click(toTheKey)
  expect(slider.getAttribute('aria-valuetext')).toBe(
    '0:09 of 1:32: Joined the queue Support, second in line.',
  )
  fireEvent.keyDown(slider, { key: 'ArrowRight', shiftKey: true })
  expect(slider.getAttribute('aria-valuetext')).toContain('0:40 of 1:32')
})

test('What is not there says so and what to do', async () => {
  show('/interactions/i-404')
  expect((await screen.findByRole('alert')).textContent).toContain('Look in the list.')
})

/** Reading a whole page takes axe a second or two on a busy machine. */
const axeMsMax = 30_000

test.each<[string, DeskCase]>([
  ['/', 'offer'],
  ['/', 'wrap-up'],
  ['/board', 'available'],
  ['/interactions/i-1', 'available'],
])(
  'axe finds nothing at %s with the desk %s',
  async (path, desk) => {
    show(path, desk)
    await screen.findByRole('heading', { level: 1 })
    await screen.findAllByRole('region')
    expect(await findings()).toEqual([])
  },
  axeMsMax,
)

import type { EmulatedWorldView } from '#contract'
import { createCell, type Source } from '../model/cell.ts'
import type { Shelf } from '../model/shelf.ts'

/** The invitations of the first screen, in their order. */
export const guideSteps = ['take', 'call', 'watch', 'why', 'break'] as const

/** An invitation of the first screen. */
export type GuideStep = (typeof guideSteps)[number]

/** What a browser has done of the tour. */
export interface GuideState {
  readonly done: readonly GuideStep[]
  readonly isSkipped: boolean
}

/** The tour of this browser, kept on its shelf. */
export interface Guide extends Source<GuideState> {
  readonly tick: (step: GuideStep) => void
  readonly skip: (isSkipped: boolean) => void
}

const shelfKey = 'parley.guide'

/** A tour as far as the shelf remembers it. */
export function createGuide(shelf: Shelf): Guide {
  const stored = shelf.read(shelfKey)
  const kept = (key: string): unknown =>
    typeof stored === 'object' && stored !== null ? Reflect.get(stored, key) : undefined
  const ticks = kept('done')
  const cell = createCell<GuideState>({
    done: guideSteps.filter(step => Array.isArray(ticks) && ticks.includes(step)),
    isSkipped: kept('isSkipped') === true,
  })
  function keep(state: GuideState): void {
    cell.set(state)
    shelf.write(shelfKey, state)
  }
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    tick: step => {
      const { done } = cell.get()
      if (!done.includes(step)) keep({ ...cell.get(), done: [...done, step] })
    },
    skip: isSkipped => keep({ ...cell.get(), isSkipped }),
  }
}

/** Whom the tour makes of its visitors, by the names of the demo; anybody else's world has others. */
const roles = { agent: 'maya.brooks', supervisor: 'simon.adeyemi' } as const

/** The person of the world whom the tour means. */
export function personFor(
  role: keyof typeof roles,
  { people }: Pick<EmulatedWorldView, 'people'>,
): EmulatedWorldView['people'][number] | undefined {
  return people.find(({ userName }) => userName.startsWith(`${roles[role]}@`)) ?? people[0]
}

/** Where one click leads. */
export function wayTo(step: GuideStep, view: Pick<EmulatedWorldView, 'people'>): string {
  switch (step) {
    case 'take':
      return signedInAs(personFor('agent', view)?.id, '/?tour=take')
    case 'call':
      return '/emulator/phone'
    case 'watch':
      return signedInAs(personFor('supervisor', view)?.id, '/board?tour=watch')
    case 'why':
      return signedInAs(personFor('supervisor', view)?.id, '/why')
    case 'break':
      return '/emulator/panel'
  }
}

function signedInAs(personId: string | undefined, page: string): string {
  if (personId === undefined) return page
  return `/emulator/api/people/${personId}/sign-in?page=${encodeURIComponent(page)}`
}

/** The call that the tour sends to whoever takes calls, or any where this world has no such story. */
export function callForVisitor({
  numbers,
  stories,
}: Pick<EmulatedWorldView, 'numbers' | 'stories'>): object {
  const to = numbers.find(({ name }) => name === 'Design advice')?.number
  const story = stories.find(name => name === 'wants advice')
  return {
    count: 1,
    ...(to === undefined ? {} : { to }),
    ...(story === undefined ? {} : { story }),
  }
}

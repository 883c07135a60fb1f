import type {
  BoardView,
  DeskView,
  InteractionPage,
  InteractionRow,
  InteractionView,
  MeView,
  Problem,
} from '#contract'
import { boardAt } from './board-views.ts'
import { amara } from './cast.ts'
import { type DeskCase, desksAt } from './desk-views.ts'
import { interactionAt, rowAt } from './interaction-views.ts'

/** Views of a made-up company, for the gallery and the tests. All of them are of the moment `at`. */
export interface Views {
  readonly me: MeView
  readonly desks: Readonly<Record<DeskCase, DeskView>>
  readonly board: BoardView
  /** The list's two pages, newest first. */
  readonly lists: readonly [InteractionPage, InteractionPage]
  readonly interaction: InteractionView
}

/** A refusal as the server words one. */
export const gone: Problem = {
  type: 'about:blank',
  title: 'The offer is over',
  status: 409,
  code: 'offer-over',
  detail: 'The caller hung up before you declined.',
  remedy: 'Nothing to do: the next call comes by itself.',
}

/** A page that is somebody else's to see. */
export const forbidden: Problem = {
  type: 'about:blank',
  title: 'Not yours to see',
  status: 403,
  code: 'forbidden',
  detail: 'The board is for supervisors.',
  remedy: 'Ask an administrator for the role, if it is your work.',
}

/** Everything the made-up company shows at one moment. */
export function viewsAt(at: number, recordingUrl = '/recording.wav'): Views {
  return {
    me: {
      tenant: { id: 'contoso', name: 'Contoso Outfitters' },
      person: amara,
      role: 'supervisor',
      agent: 'amara',
      member: 'amara',
      phones: 'both',
      emulated: true,
    },
    desks: desksAt(at),
    board: boardAt(at),
    lists: [{ rows: rowsFrom(at, 0), next: 'page-2' }, { rows: rowsFrom(at, rowsOnPage) }],
    interaction: interactionAt(at, recordingUrl),
  }
}

const rowsOnPage = 14

function rowsFrom(at: number, first: number): InteractionRow[] {
  return Array.from({ length: rowsOnPage }, (_, index) => rowAt(at, first + index))
}

import type { CompleteWrapUp, DeskView, SetState } from '#contract'
import { createCell, type Source } from './cell.ts'
import type { Http, Outcome, Trouble } from '../connection/http.ts'
import type { LiveView, Screen } from '../connection/live-view.ts'
import { createTalkCommands, type TalkCommands } from './talk-commands.ts'

/** What the agent may ask for; the button of the one under way shows it. */
export type DeskCommand =
  | 'state'
  | 'accept'
  | 'decline'
  | 'hang-up'
  | 'hold'
  | 'mute'
  | 'transfer'
  | 'consult'
  | 'recording'
  | 'complete'
  | 'wrap-up'
  | 'extend'
  | 'skip'

/** What became of the last command. */
export interface DeskDoing {
  readonly busy: DeskCommand | undefined
  readonly trouble: Trouble | undefined
}

/** Runs one command and takes in the desk it answers with; true when the server has carried it out. */
export type RunCommand = (command: DeskCommand, path: string, body?: object) => Promise<boolean>

/** The agent's page: what is, and what can be done. */
export interface Desk {
  readonly screen: Source<Screen<DeskView>>
  readonly doing: Source<DeskDoing>
  readonly retry: () => void
  readonly setState: (choice: SetState) => Promise<void>
  readonly signOut: () => Promise<void>
  readonly accept: (offer: string) => Promise<boolean>
  readonly decline: (offer: string) => Promise<boolean>
  /** What can be done in the middle of one talk. */
  readonly talk: (interaction: string) => TalkCommands
  /** True when the server has it: only then may the draft go. */
  readonly wrapUp: (interaction: string, form: CompleteWrapUp) => Promise<boolean>
  /** Keeps what the agent has written so far; it stands in no other command's way. */
  readonly writeNote: (interaction: string, note: string) => Promise<Outcome<DeskView>>
  /** What the server has of it. */
  readonly noteOf: (interaction: string) => string | undefined
  readonly extendWrapUp: (interaction: string) => Promise<boolean>
  readonly skipWrapUp: (interaction: string) => Promise<boolean>
  /** Work without a call is done when the agent says so. */
  readonly completeWork: (interaction: string) => Promise<boolean>
  readonly dismiss: () => void
}

const idle: DeskDoing = { busy: undefined, trouble: undefined }
const id = encodeURIComponent
const work = (interaction: string): string => `/api/interactions/${id(interaction)}`

/** One command at a time: a second click while one is under way is the same click. */
export function createDesk(http: Http, view: LiveView<DeskView>): Desk {
  const doing = createCell(idle)

  async function runOne(
    command: DeskCommand,
    ask: () => Promise<Outcome<DeskView>>,
  ): Promise<boolean> {
    if (doing.get().busy !== undefined) return false
    doing.set({ busy: command, trouble: undefined })
    const outcome = await ask()
    if (outcome.ok) view.accept(outcome.value)
    doing.set(outcome.ok ? idle : { busy: undefined, trouble: outcome.trouble })
    return outcome.ok
  }

  /** Signed out, one click on a state is two steps: signing in makes the agent not ready first. */
  async function setState(choice: SetState): Promise<Outcome<DeskView>> {
    const screen = view.get()
    if (screen.kind === 'ready' && screen.view.state === 'signed-out') {
      const signedIn = await http.post<DeskView>('/api/desk/sign-in')
      if (!signedIn.ok) return signedIn
      view.accept(signedIn.value)
    }
    return http.post('/api/desk/state', choice)
  }

  const run: RunCommand = (command, path, body) => runOne(command, () => http.post(path, body))
  return {
    screen: view,
    doing,
    retry: view.retry,
    dismiss: () => doing.set(idle),
    setState: async choice => void (await runOne('state', () => setState(choice))),
    signOut: async () => void (await run('state', '/api/desk/sign-out')),
    accept: offer => run('accept', `/api/offers/${id(offer)}/accept`),
    decline: offer => run('decline', `/api/offers/${id(offer)}/decline`),
    talk: interaction => createTalkCommands(run, http, work(interaction)),
    wrapUp: (interaction, form) => run('wrap-up', `${work(interaction)}/wrap-up`, form),
    writeNote: async (interaction, note) => {
      const outcome = await http.post<DeskView>(`${work(interaction)}/note`, { note })
      if (outcome.ok) view.accept(outcome.value)
      return outcome
    },
    noteOf: interaction => {
      const screen = view.get()
      if (screen.kind !== 'ready') return undefined
      return screen.view.works?.find(one => one.interaction === interaction)?.note
    },
    extendWrapUp: interaction => run('extend', `${work(interaction)}/wrap-up/extend`),
    skipWrapUp: interaction => run('skip', `${work(interaction)}/wrap-up/skip`),
    completeWork: interaction => run('complete', `${work(interaction)}/hang-up`),
  }
}

import type { CompleteWrapUp, DeskView, SetState } from '#contract'
import { createCell, type Source } from './cell.ts'
import type { Http, Outcome, Trouble } from '../connection/http.ts'
import type { LiveView, Screen } from '../connection/live-view.ts'

/** What the agent may ask for; the words are shown while it is under way. */
export type DeskCommand = 'state' | 'decline' | 'hang-up' | 'wrap-up'

/** What became of the last command. */
export interface DeskDoing {
  readonly busy: DeskCommand | undefined
  readonly trouble: Trouble | undefined
}

/** The agent's page: what is, and what can be done. */
export interface Desk {
  readonly screen: Source<Screen<DeskView>>
  readonly doing: Source<DeskDoing>
  readonly retry: () => void
  readonly setState: (choice: SetState) => Promise<void>
  readonly signOut: () => Promise<void>
  readonly decline: (offer: string) => Promise<void>
  readonly hangUp: (interaction: string) => Promise<void>
  /** True when the server has it: only then may the draft go. */
  readonly wrapUp: (interaction: string, form: CompleteWrapUp) => Promise<boolean>
  readonly dismiss: () => void
}

const idle: DeskDoing = { busy: undefined, trouble: undefined }

/** One command at a time: a second click while one is under way is the same click. */
export function createDesk(http: Http, view: LiveView<DeskView>): Desk {
  const doing = createCell(idle)

  async function run(
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

  const id = encodeURIComponent
  return {
    screen: view,
    doing,
    retry: view.retry,
    dismiss: () => doing.set(idle),
    setState: async choice => void (await run('state', () => setState(choice))),
    signOut: async () => void (await run('state', () => http.post('/api/desk/sign-out'))),
    decline: async offer =>
      void (await run('decline', () => http.post(`/api/offers/${id(offer)}/decline`))),
    hangUp: async interaction =>
      void (await run('hang-up', () => http.post(`/api/interactions/${id(interaction)}/hang-up`))),
    wrapUp: (interaction, form) =>
      run('wrap-up', () => http.post(`/api/interactions/${id(interaction)}/wrap-up`, form)),
  }
}

import type { Http } from '../connection/http.ts'
import type { RunCommand } from './desk.ts'
import type { Target } from './targets.ts'

/** What an agent can do in the middle of one talk. Each is true when the server has carried it out. */
export interface TalkCommands {
  readonly hangUp: () => Promise<boolean>
  readonly hold: (held: boolean) => Promise<boolean>
  readonly mute: (muted: boolean) => Promise<boolean>
  readonly pauseRecording: (paused: boolean) => Promise<boolean>
  readonly transfer: (to: Target) => Promise<boolean>
  readonly consult: (to: Target) => Promise<boolean>
  readonly decide: (decision: 'complete' | 'join' | 'return') => Promise<boolean>
  /** Keys are not held back by another command: they are pressed to a voice that waits for them. */
  readonly keys: (keys: string) => Promise<boolean>
}

/** The commands of the talk at a path. */
export function createTalkCommands(run: RunCommand, http: Http, path: string): TalkCommands {
  return {
    hangUp: () => run('hang-up', `${path}/hang-up`),
    hold: held => run('hold', `${path}/${held ? 'hold' : 'resume'}`),
    mute: muted => run('mute', `${path}/mute`, { muted }),
    pauseRecording: paused => run('recording', `${path}/recording/${paused ? 'pause' : 'resume'}`),
    transfer: to => run('transfer', `${path}/transfer`, { to }),
    consult: to => run('consult', `${path}/consult`, { to }),
    decide: decision => run('consult', `${path}/consult/decide`, { decision }),
    keys: async keys => (await http.post(`${path}/keys`, { keys })).ok,
  }
}

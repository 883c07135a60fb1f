import { silenceDbfs } from '../sound/ear.ts'
import type { SoundLeg } from '../sound/sound-leg.ts'
import type { Awaited, CallHappening, Phase, ScriptStep } from './script.ts'

/** How often a waiting caller pays attention. */
export const attentionMs = 100

/** What counts as the same tone: a bin of the ear's spectrum and a bit. */
export const toneHzMax = 12

/** A tone is heard when this much of the sound is that tone. */
export const tonePurityMin = 0.6

/** So long nobody says a word when it is the caller's turn; music and prompts leave no such gap. */
export const turnMs = 600

/** Pauses a talker makes to listen. */
export const listenMs = 2000

/** The caller a script moves. */
export interface Caller {
  phase(): Phase
  leg(): SoundLeg | undefined
  sleep(ms: number): Promise<boolean>
  note(what: CallHappening['what'], detail: string): void
  hangUp(): void
}

/** Does the steps in order, until the last or until the call is over. */
export async function runScript(caller: Caller, script: readonly ScriptStep[]): Promise<void> {
  for (const step of script) {
    if (caller.phase() === 'over' || !(await perform(caller, step))) return
  }
}

/** Does one step; false ends the script. */
async function perform(caller: Caller, step: ScriptStep): Promise<boolean> {
  switch (step.kind) {
    case 'wait':
      return caller.sleep(step.ms)
    case 'wait-for':
      return waitFor(caller, step, happens(caller, step.what))
    case 'wait-for-tone':
      return waitFor(caller, { ...step, what: `${step.hz} Hz` }, () => hearsTone(caller, step.hz))
    case 'say':
      await caller.leg()?.say(step.sounds, false)
      caller.note('said', step.sounds.map(({ kind }) => kind).join(' '))
      return true
    case 'talk':
      return talk(caller, step)
    case 'press': {
      const sent = (await caller.leg()?.press(step.keys)) ?? false
      caller.note(sent ? 'pressed' : 'failed', sent ? step.keys : `no keys: ${step.keys}`)
      return true
    }
    case 'hang-up':
      return false
  }
}

async function waitFor(
  caller: Caller,
  step: { what: string; msMax: number; otherwise?: 'go-on' | 'hang-up' },
  seen: () => boolean,
): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < step.msMax; waitedMs += attentionMs) {
    if (seen()) {
      caller.note('heard', step.what)
      return true
    }
    if (!(await caller.sleep(Math.min(attentionMs, step.msMax - waitedMs)))) return seen()
  }
  caller.note('gave-up-waiting', step.what)
  return step.otherwise !== 'hang-up'
}

function happens(caller: Caller, what: Awaited): () => boolean {
  const isQuiet = (): boolean => (caller.leg()?.levelDbfs() ?? -96) <= silenceDbfs
  switch (what) {
    case 'answer':
      return () => caller.phase() === 'talking'
    case 'hang-up':
      return () => caller.phase() === 'over'
    case 'sound':
      return () => !isQuiet()
    case 'silence':
      return isQuiet
    case 'pause':
      return pauses(isQuiet)
  }
}

/** Asked once per attention: true when a sound was followed by silence for as long as a turn takes. */
function pauses(isQuiet: () => boolean): () => boolean {
  let wasSpokenTo = false
  let quietMs = 0
  return () => {
    const quiet = isQuiet()
    wasSpokenTo ||= !quiet
    quietMs = quiet && wasSpokenTo ? quietMs + attentionMs : 0
    return quietMs >= turnMs
  }
}

function hearsTone(caller: Caller, hz: number): boolean {
  const heard = caller.leg()?.heard()
  if (heard === undefined || heard.purity < tonePurityMin) return false
  return Math.abs(heard.dominantHz - hz) <= toneHzMax
}

/** Says its part over and over with pauses; who hangs up in between ends it. */
async function talk(caller: Caller, step: Extract<ScriptStep, { kind: 'talk' }>): Promise<boolean> {
  const leg = caller.leg()
  const turns = [...step.sounds, { kind: 'silence', ms: listenMs } as const]
  const talking = leg?.say(turns, true)
  const alive = await caller.sleep(step.ms)
  if (alive) await leg?.hush()
  caller.note('said', `talked for ${step.ms} ms`)
  await talking
  return alive
}

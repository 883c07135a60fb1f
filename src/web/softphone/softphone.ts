import type { PhoneAnswer } from '#contract'
import type { Live } from '../connection/live.ts'
import { createCell, type Source } from '../model/cell.ts'
import type { Clock } from '../model/clock.ts'
import type { Shelf } from '../model/shelf.ts'
import { PageCall } from './page-call.ts'
import type { CallSound, ChosenDevices, MicrophoneTrouble, SelfTest, SoundPort } from './sound.ts'

/** Where the agent's calls ring: at the Teams phone, in this browser, or at both. */
export type PhoneUse = 'teams' | 'browser' | 'both'
/** All of them, in the order they are shown. */
export const phoneUses: readonly PhoneUse[] = ['teams', 'browser', 'both']

/** Why a call could not be taken here. */
export type PhoneTrouble = MicrophoneTrouble | PhoneRefusal
type PhoneRefusal = Extract<PhoneAnswer, { readonly ok: false }>['code']

/**
 * The call in this browser.
 * ```
 *  ringing ──answer──▶ joining ──sound──▶ talking ◀──▶ returning (sound or socket was lost)
 *      └──another phone──▶ elsewhere
 * ```
 */
export interface PhoneCallState {
  readonly leg: string
  readonly from: string
  readonly at: 'ringing' | 'joining' | 'talking' | 'returning' | 'elsewhere'
}

/** Everything there is to draw. */
export interface SoftphoneState {
  readonly use: PhoneUse
  readonly devices: ChosenDevices
  readonly call: PhoneCallState | undefined
  readonly sound: CallSound | undefined
  readonly selfTest: SelfTest | undefined
  readonly trouble: PhoneTrouble | undefined
}

/** The phone in the page. */
export interface Softphone extends Source<SoftphoneState> {
  readonly choose: (use: PhoneUse) => void
  readonly chooseDevices: (devices: ChosenDevices) => void
  readonly devices: SoundPort['devices']
  readonly answer: () => Promise<void>
  readonly testSelf: (on: boolean) => Promise<void>
  readonly dismiss: () => void
}

/** What the phone is made from. */
export interface SoftphonePorts {
  readonly live: Pick<Live, 'bePhone' | 'onPhone' | 'askPhone'>
  readonly sound: SoundPort
  readonly clock: Pick<Clock, 'after'>
  /** For this browser; the choice of a phone is kept here. */
  readonly shelf: Shelf
  /** For this tab; a tab keeps its name over its reload, and so its call. */
  readonly tabShelf: Shelf
  readonly newId: () => string
}

const useKey = 'parley.phone'
const tabKey = 'parley.phone.tab'

/** A phone that does nothing until it is chosen. */
export function createSoftphone(ports: SoftphonePorts): Softphone {
  const cell = createCell<SoftphoneState>({
    use: keptUse(ports.shelf),
    devices: {},
    call: undefined,
    sound: undefined,
    selfTest: undefined,
    trouble: undefined,
  })
  const change = (part: Partial<SoftphoneState>): void => cell.set({ ...cell.get(), ...part })
  const call = new PageCall(ports, cell.get, change)
  ports.live.onPhone(message => call.hear(message))
  greet(ports, cell.get().use)
  return {
    get: cell.get,
    subscribe: cell.subscribe,
    devices: ports.sound.devices,
    choose: use => {
      ports.shelf.write(useKey, use)
      change({ use, trouble: undefined })
      greet(ports, use)
    },
    chooseDevices: devices => change({ devices }),
    answer: () => call.answer(),
    testSelf: on => testSelf(ports, cell.get, change, on),
    dismiss: () => change({ trouble: undefined }),
  }
}

/** Reads the state as it is now. */
export type Get = () => SoftphoneState
/** Changes a part of it. */
export type Change = (part: Partial<SoftphoneState>) => void

function keptUse(shelf: Shelf): PhoneUse {
  const kept = shelf.read(useKey)
  return phoneUses.find(use => use === kept) ?? 'teams'
}

function greet({ live, tabShelf, newId }: SoftphonePorts, use: PhoneUse): void {
  if (use === 'teams') {
    live.bePhone(undefined)
    return
  }
  const kept = tabShelf.read(tabKey)
  const id = typeof kept === 'string' ? kept : newId()
  tabShelf.write(tabKey, id)
  live.bePhone({ id, beside: use === 'both' })
}

async function testSelf(
  { sound }: SoftphonePorts,
  get: Get,
  change: Change,
  on: boolean,
): Promise<void> {
  get().selfTest?.close()
  change({ selfTest: undefined })
  if (!on) return
  const test = await sound.hearYourself(get().devices)
  if (typeof test === 'string') change({ trouble: test })
  else change({ selfTest: test, trouble: undefined })
}

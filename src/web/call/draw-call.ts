import type { Caller, CallerState } from './caller.ts'
import type { CallWords } from './words.ts'

/** The keys in the rows of a telephone. */
const keys = '1 2 3 4 5 6 7 8 9 * 0 #'.split(' ')

/** What the page is drawn from. */
export interface CallPage {
  readonly caller: Caller
  readonly words: CallWords
  /** Browsers give the microphone to secure pages alone. */
  readonly isSecure: boolean
}

/** Everything on the page; made once, and only changed after that, so that focus stays where it is. */
interface Parts {
  readonly title: HTMLElement
  readonly tenant: HTMLElement
  readonly state: HTMLElement
  readonly time: HTMLElement
  readonly trouble: HTMLElement
  readonly hint: HTMLElement
  readonly agree: HTMLElement
  readonly agreed: HTMLInputElement
  readonly consent: HTMLElement
  readonly call: HTMLButtonElement
  readonly talk: HTMLElement
  readonly mute: HTMLButtonElement
  readonly pad: HTMLButtonElement
  readonly keys: HTMLElement
  readonly end: HTMLButtonElement
}

/** Draws the page of a call, and keeps it in step with the call. */
export function drawCall(place: HTMLElement, page: CallPage): void {
  const { caller, words } = page
  const parts = makeParts(page)
  const { title, tenant, state, time, trouble, hint, agree, call, talk, keys: pad, end } = parts
  place.replaceChildren(title, tenant, state, time, trouble, agree, call, hint, talk, pad, end)
  parts.call.addEventListener('click', () => void caller.call())
  parts.mute.addEventListener('click', () => caller.mute())
  parts.end.addEventListener('click', () => caller.hangUp())
  parts.agreed.addEventListener('change', () => update())
  parts.pad.addEventListener('click', () => {
    const isOpen = parts.pad.getAttribute('aria-expanded') !== 'true'
    parts.pad.setAttribute('aria-expanded', String(isOpen))
    update()
  })
  let before: CallerState['at'] | undefined
  const update = (): void => {
    const now = caller.state.get()
    show(parts, now, page)
    moveFocus(parts, before, now.at)
    before = now.at
  }
  caller.state.subscribe(update)
  setInterval(() => showTime(parts, caller.state.get()), 1_000)
  document.title = words.call
  update()
}

function makeParts({ caller, words }: CallPage): Parts {
  const agreed = make('input')
  agreed.type = 'checkbox'
  const consent = make('span')
  const agree = make('label')
  agree.append(agreed, consent)
  const mute = button('', words.mute)
  const pad = button('', words.keypad)
  pad.setAttribute('aria-expanded', 'false')
  pad.setAttribute('aria-controls', 'keys')
  const talk = make('div', 'row')
  talk.append(mute, pad)
  const keypad = make('div', 'keys')
  keypad.id = 'keys'
  keypad.setAttribute('role', 'group')
  keypad.setAttribute('aria-label', words.keypad)
  keypad.append(
    ...keys.map(key => {
      const one = button('', key)
      one.setAttribute('aria-label', words.key(key))
      one.addEventListener('click', () => caller.press(key))
      return one
    }),
  )
  const state = make('p', 'state')
  state.setAttribute('role', 'status')
  const trouble = make('p', 'trouble')
  trouble.setAttribute('role', 'alert')
  const time = make('time')
  time.setAttribute('aria-label', words.timer)
  return {
    title: make('h1'),
    tenant: make('p', 'tenant'),
    state,
    time,
    trouble,
    hint: make('p', 'hint'),
    agree,
    agreed,
    consent,
    call: button('call', words.call),
    talk,
    mute,
    pad,
    keys: keypad,
    end: button('end', words.hangUp),
  }
}

const beforeCall = new Set<CallerState['at']>(['idle', 'over'])
const inTalk = new Set<CallerState['at']>(['talking', 'returning'])
const underWay = new Set<CallerState['at']>(['asking', 'calling', 'talking', 'returning'])

function show(parts: Parts, now: CallerState, page: CallPage): void {
  const { at, entry, isMuted, trouble } = now
  const { words, isSecure } = page
  // A button that is gone has no name: what there is to say is the title.
  const isAbsent = at === 'absent'
  parts.title.textContent = isAbsent ? words.at.absent : (entry?.name ?? words.call)
  parts.tenant.textContent = entry?.tenant ?? ''
  parts.tenant.hidden = entry === undefined
  parts.state.textContent = isMuted && at === 'talking' ? words.muted : words.at[at]
  parts.state.hidden = isAbsent
  say(parts.trouble, isSecure ? trouble && words.troubles[trouble] : words.insecure)
  parts.end.hidden = !underWay.has(at)
  showReady(parts, now, page)
  showTalk(parts, now, page)
}

/** What is there before a call, and after it. */
function showReady(parts: Parts, { at, entry }: CallerState, { words, isSecure }: CallPage): void {
  const isReady = beforeCall.has(at)
  const consent = entry?.consent
  parts.agree.hidden = !isReady || consent === undefined
  const agreed = `${consent ?? ''} ${words.agree}.`
  // A tick is for the words it stood beside.
  if (parts.consent.textContent !== agreed) parts.agreed.checked = false
  parts.consent.textContent = agreed
  parts.call.hidden = !isReady
  parts.call.textContent = at === 'over' ? words.again : words.call
  parts.call.disabled = !isSecure || (consent !== undefined && !parts.agreed.checked)
  parts.hint.hidden = !isReady
  parts.hint.textContent = words.microphone
}

/** What is there while both can hear each other. */
function showTalk(parts: Parts, now: CallerState, { words }: CallPage): void {
  const isTalk = inTalk.has(now.at)
  parts.talk.hidden = !isTalk
  parts.mute.textContent = now.isMuted ? words.unmute : words.mute
  parts.mute.setAttribute('aria-pressed', String(now.isMuted))
  parts.keys.hidden = !isTalk || parts.pad.getAttribute('aria-expanded') !== 'true'
  parts.time.hidden = !isTalk
  showTime(parts, now)
}

/** Whoever pressed a button that is gone now finds the next one under the finger. */
function moveFocus(
  parts: Parts,
  before: CallerState['at'] | undefined,
  at: CallerState['at'],
): void {
  if (before === undefined || before === at) return
  if (underWay.has(at) && beforeCall.has(before)) parts.end.focus()
  if (at === 'over') parts.call.focus()
}

function showTime({ time }: Parts, { since }: CallerState): void {
  const seconds = since === undefined ? 0 : Math.max(0, Math.floor((Date.now() - since) / 1_000))
  time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** An alert is read out when its text comes, and again only when it changes. */
function say(part: HTMLElement, words: string | undefined): void {
  part.hidden = words === undefined
  if (part.textContent !== (words ?? '')) part.textContent = words ?? ''
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  kind = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  element.className = kind
  return element
}

function button(kind: string, words: string): HTMLButtonElement {
  const element = make('button', kind)
  element.type = 'button'
  element.textContent = words
  return element
}

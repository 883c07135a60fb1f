import { setTimeout as pause } from 'node:timers/promises'
import { isSame, type DeskView } from '#contract'
import type { Tally } from './changes.ts'
import { Changes, newOn } from './changes.ts'
import type { Answer } from './desk.ts'
import { Desk } from './desk.ts'

/** What the crowd is told to do, one after the other; it answers each. */
export type Order =
  | { readonly do: 'sit'; readonly crowd: Crowd }
  | { readonly do: 'connect' }
  | { readonly do: 'work' }
  | { readonly do: 'mark' }
  | { readonly do: 'back' }
  | { readonly do: 'rest' }
  | { readonly do: 'tally' }

/** Who sits at the desks. */
export interface Crowd {
  readonly origin: string
  readonly cookies: readonly string[]
  /** What everybody watches; whoever watches the board does nothing else. */
  readonly watch: 'desk' | 'board'
  /** The first so many send tasks. */
  readonly supervisors: number
  /** Changes a second. */
  readonly rate: number
}

/** What the crowd has seen since it was last marked. */
export interface Report extends Tally {
  readonly current: number
  readonly messages: number
  readonly bytes: number
  /** Whole boards among the messages. */
  readonly wholes: number
  readonly failedTries: number
  /** Desks whose last frame is not what the server says when it is asked. */
  readonly differing: number
  readonly cpuMs: number
  readonly at: number
}

/** Of each second's changes: states chosen, tasks served (three changes each), tasks that only wait (two). */
const shares = { states: 0.4, served: 0.48 / 3, waiting: 0.12 / 2 }
/** How long a task is looked at before the next thing is done with it. */
const thinkMs = 1_000
/** Requests under way at a time where everybody does something. */
const atOnce = 32

/** Answers the process that started this one. */
export function beCrowd(): void {
  const room = new Room()
  process.on('message', (order: Order) => {
    void room.follow(order).then(report => process.send?.(report))
  })
}

class Room {
  readonly #changes = new Changes()
  #desks: readonly Desk[] = []
  #crowd: Crowd = { origin: '', cookies: [], watch: 'desk', supervisors: 0, rate: 0 }
  readonly #timers: NodeJS.Timeout[] = []
  #count = 0
  #cpu = process.cpuUsage()

  async follow(order: Order): Promise<Report> {
    switch (order.do) {
      case 'sit':
        await this.#sit(order.crowd)
        break
      case 'connect':
        for (const desk of this.#desks) desk.link.open()
        await this.#allCurrent()
        break
      case 'work':
        this.#work()
        break
      case 'mark':
        this.#mark()
        break
      case 'back':
        await this.#allCurrent()
        break
      case 'rest':
        await this.#rest()
        return this.#report(await this.#differing())
      case 'tally':
        break
    }
    return this.#report(0)
  }

  async #sit(crowd: Crowd): Promise<void> {
    this.#crowd = crowd
    this.#desks = crowd.cookies.map(
      cookie =>
        new Desk({ origin: crowd.origin, cookie, watch: crowd.watch }, (desk, before) =>
          this.#hear(desk, before),
        ),
    )
    if (crowd.watch === 'board') return
    await inTurns(this.#desks, async desk => {
      await desk.ask('POST', '/api/desk/sign-in')
      if (this.#serves(desk)) await desk.ask('POST', '/api/desk/state', { state: 'available' })
    })
  }

  /** Every third desk takes tasks; the others only change their state. */
  #serves(desk: Desk): boolean {
    const index = this.#desks.indexOf(desk)
    return index >= this.#crowd.supervisors && index % 3 === 0
  }

  async #allCurrent(): Promise<void> {
    while (this.#desks.some(desk => !desk.isCurrent)) await pause(5)
  }

  #mark(): void {
    this.#changes.mark()
    for (const desk of this.#desks) {
      desk.messages = 0
      desk.bytes = 0
      desk.wholes = 0
      desk.failedTries = 0
    }
    this.#cpu = process.cpuUsage()
  }

  #work(): void {
    const { rate, supervisors } = this.#crowd
    const choosing = this.#desks.filter(
      (desk, index) => index >= supervisors && !this.#serves(desk),
    )
    this.#every(1000 / (rate * shares.states), nth => {
      const desk = choosing[nth % choosing.length]
      if (desk !== undefined) void this.#choose(desk)
    })
    const queues = Math.max(2, Math.ceil(this.#desks.length / 50))
    this.#every(1000 / (rate * shares.served), nth => {
      void this.#send(nth, `queue-${nth % queues}`)
    })
    this.#every(1000 / (rate * shares.waiting), nth => {
      void this.#sendAndTakeBack(nth)
    })
  }

  #every(ms: number, run: (nth: number) => void): void {
    let nth = 0
    const timer = setInterval(() => {
      nth += 1
      run(nth)
    }, ms)
    this.#timers.push(timer)
  }

  /** A number of its own as the reason, so that each choice is told from every other. */
  async #choose(desk: Desk): Promise<void> {
    const reason = this.#newName()
    await this.#change(reason, () =>
      desk.ask('POST', '/api/desk/state', { state: 'not-ready', reason }),
    )
  }

  async #send(nth: number, queue: string): Promise<void> {
    const title = this.#newName()
    const task = { key: title, title, customer: { address: title }, queue }
    await this.#change(`${title} reserved`, () =>
      this.#supervisor(nth).ask('POST', '/api/tasks', task),
    )
  }

  async #sendAndTakeBack(nth: number): Promise<void> {
    const title = this.#newName()
    const task = { key: title, title, customer: { address: title }, queue: 'quiet' }
    const desk = this.#supervisor(nth)
    const sent = await quietly(desk.ask('POST', '/api/tasks', task))
    if (sent?.status !== 201) return
    const { interaction }: { interaction: string } = JSON.parse(sent.text)
    // Not all equally long: where one came as another went, no count would ever change.
    await pause(thinkMs * (0.5 + (nth % 7) / 7))
    await this.#untilAnswered(() => desk.ask('DELETE', `/api/tasks/${interaction}`))
  }

  #supervisor(nth: number): Desk {
    const desk = this.#desks[nth % this.#crowd.supervisors]
    if (desk === undefined) throw new Error('nobody sends tasks')
    return desk
  }

  #newName(): string {
    this.#count += 1
    return `change ${this.#count}`
  }

  #hear(desk: Desk, before: DeskView | undefined): void {
    for (const shown of newOn(desk, before)) {
      this.#changes.seen(shown)
      const [, title, state] = /^(.*) (reserved|talking)$/.exec(shown.name) ?? []
      if (title !== undefined) void this.#goOn(desk, title, state)
    }
  }

  /** What is offered is accepted, what is talked about is ended, each after a while. */
  async #goOn(desk: Desk, title: string, state: string | undefined): Promise<void> {
    await pause(thinkMs)
    const work = desk.view?.works?.find(one => one.title === title)
    if (work === undefined || work.state !== state) return
    const path =
      state === 'reserved'
        ? `/api/offers/${work.offer ?? ''}/accept`
        : `/api/interactions/${work.interaction}/hang-up`
    const next = state === 'reserved' ? `${title} talking` : `${title} gone`
    await this.#untilAnswered(() => this.#change(next, () => desk.ask('POST', path)))
  }

  async #change(name: string, ask: () => Promise<Answer>): Promise<Answer | undefined> {
    this.#changes.send(name)
    const answer = await quietly(ask())
    this.#changes.answered(name, answer?.status, answer?.text ?? '')
    return answer
  }

  /** A server that is away is asked again. */
  async #untilAnswered(ask: () => Promise<Answer | undefined>): Promise<void> {
    while ((await quietly(ask())) === undefined) await pause(200)
  }

  async #rest(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    while (this.#desks.some(desk => (desk.view?.works ?? []).length > 0)) await pause(50)
    await pause(2 * thinkMs)
  }

  /** Desks, or boards, that do not show what the server answers. */
  async #differing(): Promise<number> {
    let differing = 0
    await inTurns(this.#desks, async desk => {
      const { text } = await desk.ask('GET', `/api/${this.#crowd.watch}`)
      const shown = this.#crowd.watch === 'desk' ? desk.view : desk.board?.view
      if (!isSame({ ...JSON.parse(text), at: 0 }, { ...shown, at: 0 })) differing += 1
    })
    return differing
  }

  #report(differing: number): Report {
    const sum = (of: (desk: Desk) => number): number =>
      this.#desks.reduce((all, desk) => all + of(desk), 0)
    const { user, system } = process.cpuUsage(this.#cpu)
    return {
      ...this.#changes.tally(),
      current: sum(desk => (desk.isCurrent ? 1 : 0)),
      messages: sum(desk => desk.messages),
      bytes: sum(desk => desk.bytes),
      wholes: sum(desk => desk.wholes),
      failedTries: sum(desk => desk.failedTries),
      differing,
      cpuMs: (user + system) / 1000,
      at: Date.now(),
    }
  }
}

/** Nothing where the server went away meanwhile. */
async function quietly<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch(() => undefined)
}

async function inTurns<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const left = all.values()
  const work = async (): Promise<void> => {
    for (const one of left) await run(one)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

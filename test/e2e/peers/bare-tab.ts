import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { openChild } from './child.ts'
import { until } from './until.ts'

/*
 * Chromium as a person has it. Playwright tells every page that it is looked at, whatever lies in
 * front of it; here a tab behind another one is hidden, and the browser treats it so.
 */

const answerShape = z.object({
  id: z.number().optional(),
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ message: z.string() }).optional(),
})
const metricsShape = z.array(z.object({ name: z.string(), value: z.number() }))

/** A tab that can be put behind another one. */
export interface BareTab extends AsyncDisposable {
  /** What an expression comes to on the page; a promise is waited for. */
  evaluate(expression: string): Promise<unknown>
  /** Waits until an expression is true on the page. */
  comesTo(words: string, expression: string): Promise<void>
  goTo(address: string): Promise<void>
  /** Puts another tab in front, or takes this one to the front again. */
  hide(): Promise<void>
  show(): Promise<void>
  /** Counts of the browser's own, as `LayoutCount`. */
  counts(): Promise<ReadonlyMap<string, number>>
}

/** One line to the browser, on which each question has its answer. */
class Line {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>()
  #asked = 0

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', data => {
      const text = Buffer.isBuffer(data) ? data.toString() : '{}'
      const { id = 0, result = {}, error } = answerShape.parse(JSON.parse(text))
      const asked = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) asked?.resolve(result)
      else asked?.reject(new Error(error.message))
    })
  }

  async ask(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    this.#asked += 1
    const answer = Promise.withResolvers<Record<string, unknown>>()
    this.#waiting.set(this.#asked, answer)
    const session = sessionId === undefined ? {} : { sessionId }
    this.#socket.send(JSON.stringify({ id: this.#asked, method, params, ...session }))
    return answer.promise
  }

  close(): void {
    this.#socket.close()
  }
}

async function openLine(address: string): Promise<Line> {
  const socket = new WebSocket(address)
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  return new Line(socket)
}

/** Opens a browser with two tabs; the first is the one to look at. */
export async function openBareTab(): Promise<BareTab> {
  const stack = new AsyncDisposableStack()
  const profile = await mkdtemp(join(tmpdir(), 'parley-chromium-'))
  stack.defer(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }))
  const child = stack.use(
    await openChild('/usr/bin/chromium', [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ]),
  )
  const told = await child.says(/ws:\/\/\S+/)
  const line = await openLine(/ws:\/\/\S+/.exec(told)?.[0] ?? '')
  stack.defer(() => line.close())
  const newTab = async (): Promise<string> => {
    const made = await line.ask('Target.createTarget', { url: 'about:blank' })
    return z.object({ targetId: z.string() }).parse(made).targetId
  }
  const tab = await newTab()
  const attached = await line.ask('Target.attachToTarget', { targetId: tab, flatten: true })
  const { sessionId } = z.object({ sessionId: z.string() }).parse(attached)
  await line.ask('Performance.enable', {}, sessionId)
  const other = await newTab()

  const evaluate = async (expression: string): Promise<unknown> => {
    const asked = { expression, awaitPromise: true, returnByValue: true }
    const answer = await line.ask('Runtime.evaluate', asked, sessionId)
    return z.object({ result: z.object({ value: z.unknown().optional() }) }).parse(answer).result
      .value
  }
  const comesTo = async (words: string, expression: string): Promise<void> => {
    // While one page gives way to the next there is nothing to ask.
    const look = (): Promise<boolean> =>
      evaluate(expression).then(
        is => is === true,
        () => false,
      )
    await until(words, look, 30_000)
  }
  const putInFront = async (targetId: string, state: string): Promise<void> => {
    await line.ask('Target.activateTarget', { targetId })
    await comesTo(`the tab is ${state}`, `document.visibilityState === '${state}'`)
  }
  await putInFront(tab, 'visible')
  return {
    evaluate,
    comesTo,
    goTo: async url => void (await line.ask('Page.navigate', { url }, sessionId)),
    hide: () => putInFront(other, 'hidden'),
    show: () => putInFront(tab, 'visible'),
    counts: async () => {
      const answer = await line.ask('Performance.getMetrics', {}, sessionId)
      const { metrics } = z.object({ metrics: metricsShape }).parse(answer)
      return new Map(metrics.map(({ name, value }) => [name, value]))
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

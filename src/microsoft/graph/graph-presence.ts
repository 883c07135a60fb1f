import {
  AuthenticationHandler,
  Client,
  type Context,
  type Middleware,
} from '@microsoft/microsoft-graph-client'
import { z } from 'zod'
import type { AppCredential } from '../entra/client.ts'
import { openNetwork, type Network } from '../network.ts'
import { openAppTokens } from './app-tokens.ts'
import type { PresenceAnswer, PresenceSource, TeamsPresence } from './presence-source.ts'
import { requestTrouble, tokenTrouble, unreadable, type GraphTrouble } from './troubles.ts'

/** The app's registration, and where Graph is. */
export interface GraphOptions {
  /** `https://login.microsoftonline.com`. */
  readonly authority: string
  readonly clientId: string
  readonly credential: AppCredential
  /** Where Graph answers, as `https://graph.microsoft.com`. */
  readonly graph: string
  /** Whom its tokens are made out to, where it answers elsewhere. */
  readonly resource?: string
  /** A further authority's certificate in PEM, where Microsoft's cloud is a local stand-in. */
  readonly trustedCertificate?: string
  readonly now?: () => number
  /** The longest wait for one answer of Graph, where it is another. */
  readonly answerMsMax?: number
}

/** People one request may ask for (Graph, getPresencesByUserId, read 2026-11). */
export const peopleAtOnceMax = 650
/** Requests an app may make of one tenant's presences within 30 s (the same page). */
export const requestsPer30sMax = 1500
/** The longest wait for one answer of Graph. */
export const graphAnswerMsMax = 10_000

const answerShape = z.object({
  value: z.array(
    z.object({ id: z.string(), availability: z.string(), activity: z.string() }).readonly(),
  ),
})

/** Opens Graph as a source of presences, by Microsoft's own SDKs. Nothing is asked yet. */
export function openGraphPresence(options: GraphOptions): PresenceSource {
  const network = openNetwork(options.trustedCertificate)
  const { graph, resource = graph, now = Date.now } = options
  const tokens = openAppTokens({ ...options, resource, network, now })
  /** Directories whose token lacked a permission: the next one may have it. */
  const lacking = new Set<string>()

  async function once(question: Question, isFresh: boolean): Promise<PresenceAnswer> {
    const faults: { token?: unknown; request?: unknown } = {}
    const authProvider = {
      getAccessToken: () =>
        noting(tokens.take(question.directory, { isFresh }), fault => (faults.token = fault)),
    }
    const link = linkBy(network, {
      timeoutMs: options.answerMsMax ?? graphAnswerMsMax,
      note: fault => (faults.request = fault),
    })
    try {
      return await post(graph, [new AuthenticationHandler(authProvider), link], question.people)
    } catch (error) {
      if (faults.token !== undefined) return nothing(tokenTrouble(faults.token))
      return nothing(requestTrouble(faults.request ?? error))
    }
  }

  async function batch(question: Question): Promise<PresenceAnswer> {
    const { directory } = question
    const isFresh = lacking.delete(directory)
    const answer = await once(question, isFresh)
    const isRefused = answer.trouble?.code === 'token-refused' && !isFresh
    const last = isRefused ? await once(question, true) : answer
    if (last.trouble?.code === 'permission-missing') lacking.add(directory)
    return last
  }

  return {
    ask: async (directory, people) => {
      const presences = new Map<string, TeamsPresence>()
      for (let from = 0; from < people.length; from += peopleAtOnceMax) {
        const some = people.slice(from, from + peopleAtOnceMax)
        const heard = await batch({ directory, people: some })
        for (const [id, one] of heard.presences) presences.set(id, one)
        if (heard.trouble !== undefined) return { presences, trouble: heard.trouble }
      }
      return { presences }
    },
    close: network.close,
  }
}

interface Question {
  readonly directory: string
  readonly people: readonly string[]
}

/** The SDK wraps what is thrown and keeps only its words: what it was is noted on the way. */
async function noting<T>(promise: Promise<T>, note: (fault: unknown) => void): Promise<T> {
  try {
    return await promise
  } catch (error) {
    note(error)
    throw error
  }
}

/**
 * The end of the SDK's chain: our own network, which trusts a stand-in where there is one. The SDK's
 * own chain would repeat by timers of the platform what we repeat by the watch's clock.
 */
function linkBy(
  network: Network,
  { timeoutMs, note }: { readonly timeoutMs: number; readonly note: (fault: unknown) => void },
): Middleware {
  return {
    execute: async (context: Context) => {
      const { request, options = {} } = context
      const { status, headers, text } = await noting(
        network.send(typeof request === 'string' ? request : request.url, {
          method: options.method ?? 'GET',
          headers: Object.fromEntries(new Headers(options.headers)),
          body: typeof options.body === 'string' ? options.body : '',
          timeoutMs,
        }),
        note,
      )
      context.response = new Response(text, { status, headers })
    },
  }
}

async function post(
  graph: string,
  middleware: Middleware[],
  people: readonly string[],
): Promise<PresenceAnswer> {
  // The SDK sends no token to hosts it was not told of.
  const customHosts = new Set([new URL(graph).hostname])
  const client = Client.initWithMiddleware({ baseUrl: graph, customHosts, middleware })
  const said: unknown = await client
    .api('/communications/getPresencesByUserId')
    .post({ ids: people })
  const read = answerShape.safeParse(said)
  if (!read.success) return nothing(unreadable)
  return {
    presences: new Map(
      read.data.value.map(({ id, availability, activity }) => [
        id.toLowerCase(),
        { availability, activity },
      ]),
    ),
  }
}

function nothing(trouble: GraphTrouble): PresenceAnswer {
  return { presences: new Map(), trouble }
}

import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node'
import { Agent, request } from 'node:https'
import { rootCertificates } from 'node:tls'

/** The longest wait for an answer; of the directory, a person waits before a blank page meanwhile. */
export const answerMsMax = 10_000
/** The largest answer read; discovery documents and tokens have a few thousand bytes, 650 presences 130,000. */
export const answerBytesMax = 1024 * 1024

/** Microsoft's cloud could not be reached, or what answered was not it. */
export class MicrosoftUnreachableError extends Error {
  override readonly name = 'MicrosoftUnreachableError'
  readonly code = 'microsoft-unreachable'

  /** Whether something may be there, and took longer than we wait: nothing else aborts a request. */
  get isLate(): boolean {
    return this.cause instanceof Error && this.cause.name === 'AbortError'
  }
}

/** Requests to Microsoft's cloud, by Microsoft's SDKs and by ourselves alike. */
export interface Network extends INetworkModule {
  /** The status and the text of what is at an address. */
  readonly get: (url: string) => Promise<{ readonly status: number; readonly text: string }>
  /** One request and its whole answer, within a time and a size. */
  readonly send: (url: string, asked: Asked) => Promise<Answered>
  readonly close: () => void
}

/** A request, whole. */
export interface Asked {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly timeoutMs: number
}

/**
 * Opens a network that trusts the well-known authorities and, where one is given, another: the
 * SDK's own would need NODE_EXTRA_CA_CERTS, which holds for the whole process and its start alone.
 */
export function openNetwork(trusted: string | undefined): Network {
  const ca = trusted === undefined ? {} : { ca: [...rootCertificates, trusted] }
  const agent = new Agent({ keepAlive: true, maxSockets: 16, ...ca })

  async function answered<T>(url: string, asked: Asked): Promise<NetworkResponse<T>> {
    const { status, headers, text } = await send(agent, url, asked)
    return { status, headers, body: parsed(url, text) }
  }

  return {
    sendGetRequestAsync: (url, options, timeout) =>
      answered(url, askedBy('GET', options, timeout ?? answerMsMax)),
    sendPostRequestAsync: (url, options) => answered(url, askedBy('POST', options, answerMsMax)),
    send: (url, asked) => send(agent, url, asked),
    get: async url => send(agent, url, askedBy('GET', undefined, answerMsMax)),
    close: () => agent.destroy(),
  }
}

function askedBy(
  method: 'GET' | 'POST',
  options: NetworkRequestOptions | undefined,
  timeoutMs: number,
): Asked {
  return { method, headers: options?.headers ?? {}, body: options?.body ?? '', timeoutMs }
}

/** An answer, whole. */
export interface Answered {
  readonly status: number
  readonly headers: Record<string, string>
  readonly text: string
}

async function send(agent: Agent, url: string, asked: Asked): Promise<Answered> {
  const { method, headers, body } = asked
  const signal = AbortSignal.timeout(asked.timeoutMs)
  try {
    return await new Promise((resolve, reject) => {
      const outgoing = request(url, { agent, method, headers, signal }, response => {
        const chunks: Buffer[] = []
        let bytes = 0
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > answerBytesMax) response.destroy(new Error('the answer is too large'))
          else chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () => {
          const flat = Object.entries(response.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : (value ?? ''),
          ])
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(flat),
            text: Buffer.concat(chunks).toString('utf8'),
          })
        })
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause)
    throw new MicrosoftUnreachableError(`${new URL(url).host} did not answer: ${words}`, { cause })
  }
}

function parsed(url: string, text: string): ReturnType<typeof JSON.parse> {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MicrosoftUnreachableError(
      `${new URL(url).host} answered with something else than JSON`,
      {
        cause,
      },
    )
  }
}

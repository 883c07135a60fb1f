import type { Context } from 'hono'
import type { z } from 'zod'
import { PhoneNetworkBusy } from '../phones/open-phone-network.ts'
import type { Described } from '../sound/sound-leg.ts'

/** Something the page asked for and cannot have; the words are for the person there. */
export class PageFault extends Error {
  override readonly name = 'PageFault'
  readonly parts: Problem

  constructor(parts: Problem) {
    super(parts.detail)
    this.parts = parts
  }
}

interface Problem {
  readonly status: 400 | 404 | 409 | 422 | 503
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly remedy: string
}

/** Reads a body that fits its shape, or says in words what does not. */
export async function read<T>(c: Context, shape: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch(() => undefined)
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  throw new PageFault({
    status: 400,
    code: 'misshapen',
    title: 'That cannot be read',
    detail: `${first?.path.join('.') ?? ''} ${first?.message ?? ''}`.trim(),
    remedy: 'Correct it and try again.',
  })
}

/** Done, or there was nothing to do it to. */
export function done(c: Context, did: boolean): Response {
  if (did) return c.body(null, 204)
  return problem(c, {
    status: 409,
    code: 'nothing-to-do',
    title: 'Too late',
    detail: 'There is no call in a state to do that to.',
    remedy: 'Look at the call again: it may just have ended.',
  })
}

/** The answer to a browser's description of its sound. */
export function sound(c: Context, described: Described | undefined): Response {
  if (described === undefined) {
    return problem(c, {
      status: 409,
      code: 'no-sound-yet',
      title: 'There is no voice yet',
      detail: 'There is no voice to take over yet.',
      remedy: 'Try again when the call has begun.',
    })
  }
  if (described.ok) return c.json({ answer: described.sdp })
  return problem(c, {
    status: 422,
    code: 'sound-refused',
    title: 'The sound cannot be joined',
    detail: described.words,
    remedy: 'Load the page again and allow the microphone.',
  })
}

/** What went wrong, as problem details (RFC 9457) with a code and a remedy. */
export function problem(c: Context, parts: Problem): Response {
  return c.json({ type: 'about:blank', ...parts }, parts.status)
}

/** What was thrown, as an answer; what is nobody's fault but ours is thrown on. */
export function answerError(error: Error, c: Context): Response {
  if (error instanceof PageFault) return problem(c, error.parts)
  if (!(error instanceof PhoneNetworkBusy)) throw error
  return problem(c, {
    status: 503,
    code: error.code,
    title: 'All lines are taken',
    detail: error.message,
    remedy: 'Hang some calls up first.',
  })
}

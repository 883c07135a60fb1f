import { constants, openAsBlob } from 'node:fs'
import { access } from 'node:fs/promises'
import { notFound, ProblemError } from './problem.ts'

/** A file to serve. What is named by its version never changes, so clients may keep it. */
export interface ServedFile {
  readonly path: string
  /** What tells these very bytes from any others under the path: a digest, or a stamp. */
  readonly version: string
}

/** Bytes of a file, `to` included. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/**
 * A recording, whole or the one range asked for (RFC 9110 §14.2), so that a player can seek. Several
 * ranges at once, or a unit other than bytes, are answered with the whole, which §14.2 allows.
 */
export async function recordingResponse(asked: Request, served: ServedFile): Promise<Response> {
  const etag = `"${served.version}"`
  const headers = {
    'content-type': 'audio/wav',
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    etag,
  }
  if (asked.headers.get('if-none-match') === etag)
    return new Response(null, { status: 304, headers })
  const file = await openOrMissing(served.path)
  const range = rangeAsked(asked.headers, etag, file.size)
  const { from, to } = range ?? { from: 0, to: file.size - 1 }
  // A slice of a file's blob is read as it is sent, so a seek in a long recording costs little.
  return new Response(asked.method === 'HEAD' ? null : file.slice(from, to + 1), {
    status: range === undefined ? 200 : 206,
    headers: {
      ...headers,
      'content-length': String(to - from + 1),
      ...(range === undefined ? {} : { 'content-range': `bytes ${from}-${to}/${file.size}` }),
    },
  })
}

/** A range holds only for the very file it was asked of (RFC 9110 §13.1.5). */
function rangeAsked(asked: Headers, etag: string, size: number): ByteRange | undefined {
  const ifRange = asked.get('if-range')
  const header = asked.get('range')
  if (header === null || (ifRange !== null && ifRange !== etag)) return undefined
  const range = parseRange(header, size)
  if (range === 'unsatisfiable') throw outside(size)
  return range
}

/** The bytes a Range header asks for; none where it is to be ignored. */
export function parseRange(header: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/.exec(header.trim())
  if (match === null) return undefined
  const [, first, last, suffix] = match
  if (suffix !== undefined) return lastBytes(Number(suffix), size)
  const from = Number(first)
  const to = last === '' ? size - 1 : Number(last)
  if (last !== '' && to < from) return undefined
  return from >= size ? 'unsatisfiable' : { from, to: Math.min(to, size - 1) }
}

function lastBytes(length: number, size: number): ByteRange | 'unsatisfiable' {
  if (length === 0 || size === 0) return 'unsatisfiable'
  return { from: Math.max(0, size - length), to: size - 1 }
}

async function openOrMissing(path: string): Promise<Blob> {
  try {
    await access(path, constants.R_OK)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw notFound('The recording is no longer there.')
    }
    throw error
  }
  return openAsBlob(path, { type: 'audio/wav' })
}

function outside(size: number): ProblemError {
  return new ProblemError({
    status: 416,
    code: 'out-of-range',
    words: `The recording has ${size} bytes.`,
    remedy: 'Ask for a range within it.',
    headers: { 'content-range': `bytes */${size}` },
  })
}

import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** Files kept in memory; the built app has a few dozen. */
export const filesKeptMax = 500
/** The largest file served; the app's are far below. */
export const fileBytesMax = 16 * 1024 * 1024
/** Below this, packing costs more than it saves. */
const packedBytesMin = 1024

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}
const packable = /^(?:text\/|application\/(?:json|manifest)|image\/svg)/

interface Kept {
  readonly stamp: string
  readonly type: string
  readonly etag: string
  readonly whole: Uint8Array<ArrayBuffer>
  readonly packed: Uint8Array<ArrayBuffer> | undefined
}

/** The built web app's files, by path. */
export interface WebFiles {
  /** The file of a path, or none. `/` is the page itself. */
  readonly serve: (path: string, asked: Headers) => Promise<Response | undefined>
}

/**
 * Serves a folder as Vite builds it: what is in `assets/` carries a digest in its name and is kept
 * by browsers for good, everything else is asked for again with its ETag.
 */
export function createWebFiles(folder: string): WebFiles {
  const root = resolve(folder)
  const kept = new Map<string, Kept>()

  async function look(path: string): Promise<Kept | undefined> {
    const type = types[extname(path)]
    const found = type === undefined ? undefined : await statOrNone(path)
    if (type === undefined || found === undefined || !found.isFile()) return undefined
    if (found.size > fileBytesMax) return undefined
    const stamp = `${found.mtimeMs}-${found.size}`
    const before = kept.get(path)
    if (before?.stamp === stamp) return before
    const fresh = await load(path, { stamp, type })
    if (kept.size >= filesKeptMax) kept.clear()
    kept.set(path, fresh)
    return fresh
  }

  return {
    serve: async (path, asked) => {
      const at = resolve(root, `.${path === '/' ? '/index.html' : path}`)
      if (!at.startsWith(root + sep)) return undefined
      const file = await look(at)
      return file === undefined ? undefined : respond(file, asked, path.startsWith('/assets/'))
    },
  }
}

async function load(path: string, { stamp, type }: Pick<Kept, 'stamp' | 'type'>): Promise<Kept> {
  const whole = new Uint8Array(await readFile(path))
  const etag = `"${createHash('sha256').update(whole).digest('base64url').slice(0, 22)}"`
  const pack = packable.test(type) && whole.length >= packedBytesMin
  const packed = pack ? new Uint8Array(await promisify(gzip)(whole)) : undefined
  return { stamp, type, etag, whole, packed }
}

function respond(file: Kept, asked: Headers, forGood: boolean): Response {
  const accepts = /\bgzip\b/.test(asked.get('accept-encoding') ?? '')
  const packed = accepts ? file.packed : undefined
  // Two bodies of one file are two representations: each has a tag of its own (RFC 9110 §8.8.3.3).
  const etag = packed === undefined ? file.etag : `${file.etag.slice(0, -1)}-gz"`
  const headers = {
    'content-type': file.type,
    'cache-control': forGood ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag,
    ...(packed === undefined ? {} : { 'content-encoding': 'gzip' }),
  }
  const known = (asked.get('if-none-match') ?? '').split(',').map(tag => tag.trim())
  if (known.includes(etag)) return new Response(null, { status: 304, headers })
  const body = packed ?? file.whole
  return new Response(body, { headers: { ...headers, 'content-length': String(body.length) } })
}

async function statOrNone(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined
    throw error
  }
}

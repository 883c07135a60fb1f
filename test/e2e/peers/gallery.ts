import { createServer, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join, resolve, sep } from 'node:path'
import { build } from 'vite'

const web = join(import.meta.dirname, '..', '..', '..', 'src', 'web')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** The gallery, built as the app is and served from this machine: every page over a made-up server. */
export interface Gallery extends AsyncDisposable {
  /** The address of one scene. */
  scene(wished: Readonly<Record<string, string>>): string
  readonly origin: string
}

async function serve(path: string, answer: ServerResponse): Promise<void> {
  try {
    const file = await readFile(path)
    answer.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
    answer.end(file)
  } catch {
    answer.writeHead(404).end()
  }
}

/** Builds the gallery into a folder that goes with it. */
export async function openGallery(): Promise<Gallery> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-gallery-'))
  await build({
    configFile: join(web, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      rollupOptions: {
        input: {
          gallery: join(web, 'gallery', 'gallery.html'),
          'call-gallery': join(web, 'gallery', 'call-gallery.html'),
        },
      },
    },
  })
  const server = createServer((asked, answer) => {
    const path = resolve(folder, `.${new URL(asked.url ?? '/', 'http://gallery').pathname}`)
    const inside = path.startsWith(folder + sep)
    void serve(inside ? path : '', answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    scene: wished => {
      const page = wished['call'] === undefined ? 'gallery' : 'call-gallery'
      return `${origin}/gallery/${page}.html#${new URLSearchParams(wished).toString()}`
    },
    async [Symbol.asyncDispose]() {
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * The process flite runs in. It is synchronous and WebAssembly, so a long text or a fault of the engine
 * stops this process and never the one that carries calls. It reads jobs, answers each, and ends with its owner.
 */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { WASI } from 'node:wasi'
import type { EngineJob, EngineReply } from './engine-process.ts'
import { readJob } from './flite-messages.ts'

/** Node has this global, and its type definitions leave it to the DOM's, which a server does not include. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => object
}

const [wasmFile = '', scratchDirectory = ''] = process.argv.slice(2)
const engine = new WebAssembly.Module(readFileSync(wasmFile))

process.on('message', message => {
  const job = readJob(message)
  if (job !== undefined) process.send?.(speak(job))
})
process.on('disconnect', () => process.exit(0))

/** flite writes to a file and nothing else; each utterance gets a fresh instance, so none can spoil the next. */
function speak({ id, text, voice }: EngineJob): EngineReply {
  const file = join(scratchDirectory, 'utterance.wav')
  try {
    const wasi = new WASI({
      version: 'preview1',
      args: ['flite', '-voice', voice, '-t', text, '-o', '/scratch/utterance.wav'],
      preopens: { '/scratch': scratchDirectory },
      returnOnExit: true,
    })
    const instance = new WebAssembly.Instance(engine, { ...wasi.getImportObject() })
    const exitCode = wasi.start(instance)
    if (exitCode !== 0) return { id, ok: false, reason: `flite ended with code ${exitCode}` }
    return { id, ok: true, wav: readFileSync(file) }
  } catch (cause) {
    return { id, ok: false, reason: String(cause) }
  } finally {
    rmSync(file, { force: true })
  }
}

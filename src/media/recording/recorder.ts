/**
 * A stereo recording under way: left is what one leg says, right the other, on the clock of the
 * mixer's frames, so that a silent or absent side leaves silence of the right length.
 *
 * Sound gathers in memory and goes to disk once a second; the header is set right with each write,
 * so a file whose writer died misses at most a second and plays as it is.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { RecordingGap, RecordingRequest, RecordingSummary } from '../media-engine.ts'
import { wavHeader, wavHeaderBytes } from './wav.ts'

const frameSamples = 160
const frameMs = 20
const frameBytes = frameSamples * 4
const bytesPerMs = 32
/** One second of sound a write. */
const blockFrames = 50
/** So many blocks may wait for a slow disk; beyond it sound is lost, and the gap is marked. */
export const recordingBlocksWaitingMax = 30

/** One frame from both sides; undefined for a leg that is not there. */
export interface StereoFrame {
  readonly left: Int16Array | undefined
  readonly right: Int16Array | undefined
}

/** An open recording; `failed` holds the first write error. */
export class Recorder {
  readonly request: RecordingRequest
  paused = false
  failed: Error | undefined
  readonly #file: FileHandle
  readonly #gaps: RecordingGap[] = []
  readonly #openGaps = new Map<RecordingGap['why'], number>()
  /** WAV is little-endian, and so is every machine that Node runs this on. */
  #block = new Int16Array(blockFrames * frameSamples * 2)
  #blockFrames = 0
  #frames = 0
  #writtenBytes = 0
  #waiting = 0
  #writing: Promise<void> = Promise.resolve()
  #closed: Promise<RecordingSummary> | undefined

  private constructor(request: RecordingRequest, file: FileHandle) {
    this.request = request
    this.#file = file
  }

  /** Creates the file with an empty header; rejects when the place cannot be written. */
  static async open(request: RecordingRequest): Promise<Recorder> {
    const file = await open(request.file, 'w')
    await file.write(wavHeader(0), 0, wavHeaderBytes, 0)
    return new Recorder(request, file)
  }

  /** How long the recording is so far. */
  get durationMs(): number {
    return this.#frames * frameMs
  }

  /** Adds 20 ms. */
  append(frame: StereoFrame): void {
    if (this.#closed !== undefined) return
    this.#mark('paused', this.paused)
    this.#mark('left-absent', !this.paused && frame.left === undefined)
    this.#mark('right-absent', !this.paused && frame.right === undefined)
    if (!this.paused) this.#interleave(frame)
    this.#advance()
  }

  /** Adds silence for frames that the mixer had no time to make. */
  skip(frames: number): void {
    if (this.#closed !== undefined) return
    this.#mark('overload', true)
    for (let frame = 0; frame < frames; frame += 1) this.#advance()
    this.#mark('overload', false)
  }

  /** Finishes the file once; every later call gets the same summary. */
  close(): Promise<RecordingSummary> {
    this.#closed ??= this.#finish()
    return this.#closed
  }

  #interleave({ left, right }: StereoFrame): void {
    let at = this.#blockFrames * frameSamples * 2
    for (let index = 0; index < frameSamples; index += 1) {
      this.#block[at] = left?.[index] ?? 0
      this.#block[at + 1] = right?.[index] ?? 0
      at += 2
    }
  }

  #advance(): void {
    this.#frames += 1
    this.#blockFrames += 1
    if (this.#blockFrames === blockFrames) this.#flush()
  }

  #flush(): void {
    const block = Buffer.from(this.#block.buffer, 0, this.#blockFrames * frameBytes)
    this.#block = new Int16Array(blockFrames * frameSamples * 2)
    this.#blockFrames = 0
    if (block.length === 0) return
    const slow = this.#waiting >= recordingBlocksWaitingMax
    const blockMs = block.length / bytesPerMs
    if (slow) {
      this.#gaps.push({
        why: 'disk-slow',
        fromMs: this.durationMs - blockMs,
        toMs: this.durationMs,
      })
    }
    const position = wavHeaderBytes + this.#writtenBytes
    this.#writtenBytes += block.length
    // A block that is left out leaves a hole, which reads as the silence it stands for.
    if (slow) return
    this.#waiting += 1
    this.#writing = this.#writing.then(() => this.#write(block, position))
  }

  async #write(block: Buffer, position: number): Promise<void> {
    try {
      await this.#file.write(block, 0, block.length, position)
      const dataBytes = position - wavHeaderBytes + block.length
      await this.#file.write(wavHeader(dataBytes), 0, wavHeaderBytes, 0)
    } catch (cause) {
      this.failed ??= new Error(`cannot write ${this.request.file}`, { cause })
    } finally {
      this.#waiting -= 1
    }
  }

  #mark(why: RecordingGap['why'], now: boolean): void {
    const fromMs = this.#openGaps.get(why)
    if (now && fromMs === undefined) this.#openGaps.set(why, this.durationMs)
    if (now || fromMs === undefined) return
    this.#openGaps.delete(why)
    if (this.durationMs > fromMs) this.#gaps.push({ why, fromMs, toMs: this.durationMs })
  }

  async #finish(): Promise<RecordingSummary> {
    for (const why of this.#openGaps.keys()) this.#mark(why, false)
    this.#flush()
    await this.#writing
    const { recordingId, file } = this.request
    const digest = await this.#seal().catch((cause: unknown) => {
      this.failed ??= new Error(`cannot finish ${file}`, { cause })
      return { bytes: 0, sha256: '' }
    })
    return {
      recordingId,
      file,
      durationMs: this.durationMs,
      ...digest,
      gaps: this.#gaps.toSorted((a, b) => a.fromMs - b.fromMs),
    }
  }

  /** The file's last length and header, whatever blocks were left out of it. */
  async #seal(): Promise<{ bytes: number; sha256: string }> {
    await this.#file.truncate(wavHeaderBytes + this.#writtenBytes)
    await this.#file.write(wavHeader(this.#writtenBytes), 0, wavHeaderBytes, 0)
    await this.#file.close()
    return digestFile(this.request.file)
  }
}

async function digestFile(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(file)) {
    if (!Buffer.isBuffer(chunk)) continue
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

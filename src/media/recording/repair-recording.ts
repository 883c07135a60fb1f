/** A recording whose writer died: its last second is lost, and its header may be a second short. */
import { open } from 'node:fs/promises'
import { wavHeader, wavHeaderBytes } from './wav.ts'

const frameBytes = 640

/** Writes the header that the file's length asks for; whole frames only. Returns its length. */
export async function repairRecording(file: string): Promise<{ readonly durationMs: number }> {
  await using handle = await open(file, 'r+')
  const { size } = await handle.stat()
  const dataBytes = Math.max(0, size - wavHeaderBytes)
  const whole = dataBytes - (dataBytes % frameBytes)
  await handle.truncate(wavHeaderBytes + whole)
  await handle.write(wavHeader(whole), 0, wavHeaderBytes, 0)
  return { durationMs: whole / 32 }
}

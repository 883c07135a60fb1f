import { mkdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type {
  InteractionId,
  PauseRecording,
  Record,
  ResumeRecording,
  StopRecording,
  TenantId,
} from '#core'
import type { OrderResult } from '#engine'
import type { RecordingSummary } from '#media'
import { findLeg, soundName } from './legs.ts'
import { failed } from './playing.ts'
import { listenForSilence } from './silence.ts'
import type { VoiceWorld } from './world.ts'

/** Records two legs, the customer left and the agent right. Done when it runs. */
export async function record(
  world: VoiceWorld,
  tenant: TenantId,
  interaction: InteractionId,
  order: Record,
): Promise<OrderResult> {
  const customer = findLeg(world, tenant, order.customerLeg)
  if (customer === undefined) return { ok: false, code: 'gone', detail: 'the customer is gone' }
  const name = soundName(tenant, order.recording)
  const file = fileFor(world, tenant, order)
  world.recordings.set(name, { tenant, interaction, file })
  await mkdir(dirname(file), { recursive: true })
  const started = await world.options.media().startRecording({
    recordingId: name,
    callId: customer.callId,
    left: soundName(tenant, order.customerLeg),
    right: order.agentLeg === undefined ? `${name}/nobody` : soundName(tenant, order.agentLeg),
    file,
  })
  if (started.ok) {
    if (order.silenceMs !== undefined) void listenForSilence(world, customer, order.silenceMs)
    return { ok: true }
  }
  world.recordings.delete(name)
  return failed(started)
}

/** Keeps what is said out of a recording, or takes it in again. */
export async function pauseOrResume(
  world: VoiceWorld,
  tenant: TenantId,
  order: PauseRecording | ResumeRecording,
): Promise<OrderResult> {
  const name = soundName(tenant, order.recording)
  const media = world.options.media()
  const done =
    order.kind === 'pause-recording'
      ? await media.pauseRecording(name)
      : await media.resumeRecording(name)
  return done.ok ? { ok: true } : failed(done)
}

/** Ends a recording. Done with the file, also when it ended by itself before. */
export async function stopRecording(
  world: VoiceWorld,
  tenant: TenantId,
  order: StopRecording,
): Promise<OrderResult> {
  const name = soundName(tenant, order.recording)
  const stopped = await world.options.media().stopRecording(name)
  world.recordings.delete(name)
  return stopped.ok ? { ok: true, recording: fileOf(world, stopped.recording) } : failed(stopped)
}

/** Files lie by tenant and month, so that no folder grows without end. */
function fileFor(world: VoiceWorld, tenant: TenantId, order: Record): string {
  const month = new Date(world.options.clock.now()).toISOString().slice(0, 7)
  return join(world.options.recordingsFolder, tenant, month, `${order.recording}.wav`)
}

/** Named from the recordings' folder on, so that a restored installation finds it in its own. */
function fileOf(
  { options }: VoiceWorld,
  summary: RecordingSummary,
): NonNullable<Extract<OrderResult, { ok: true }>['recording']> {
  const { durationMs, bytes, sha256 } = summary
  return { file: relative(options.recordingsFolder, summary.file), durationMs, bytes, sha256 }
}

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openChild } from './child.ts'
import { writeWav } from './wav.ts'

/** How linphonec is reached and what it says. */
export interface LinphoneOptions {
  /** TLS to call out with; over TCP it can be called as well (its TLS has no server side). */
  readonly transport: 'tls' | 'tcp'
  readonly number: string
  /** Its port over TCP; over TLS it only calls out. */
  readonly port?: number
  readonly secrecy: 'srtp' | 'none'
  /** Whom it trusts over TLS. */
  readonly authority?: string
  readonly says: Int16Array
}

/**
 * linphonec: a second stack of its own (belle-sip, ortp, mediastreamer2), steered by what is typed
 * and read by what it prints. Files take the place of its sound card.
 */
export interface Linphone extends AsyncDisposable {
  readonly lines: readonly string[]
  /** Types a line. */
  type(line: string): void
  says(what: RegExp, msMax?: number): Promise<string>
  /** Everything it heard so far. */
  heard(): Promise<Int16Array>
}

/** Starts linphonec and waits until it listens to what is typed. */
export async function openLinphone(options: LinphoneOptions): Promise<Linphone> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-linphone-'))
  const heard = join(folder, 'heard.wav')
  await mkdir(join(folder, '.local', 'share', 'linphone'), { recursive: true })
  await writeWav(join(folder, 'says.wav'), options.says)
  if (options.authority !== undefined) await writeFile(join(folder, 'ca.pem'), options.authority)
  await writeFile(join(folder, 'linphonerc'), settings(options, folder))
  const child = await openChild('linphonec', ['-c', join(folder, 'linphonerc')], {
    cwd: folder,
    env: { HOME: folder, XDG_DATA_HOME: undefined, XDG_CONFIG_HOME: undefined },
  })
  for (const line of ['soundcard use files', `play ${folder}/says.wav`, `record ${heard}`]) {
    child.type(line)
  }
  child.type('soundcard show')
  await child.says(/Using files/)
  return {
    lines: child.lines,
    type: line => child.type(line),
    says: (what, msMax) => child.says(what, msMax),
    heard: () => samplesSoFar(heard),
    async [Symbol.asyncDispose]() {
      child.type('terminate all')
      child.type('quit')
      await child.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * linphonec writes the head of its file when a stream ends, and appends to it with the next: what
 * stands behind the head counts, 16 bits at the 8,000 Hz of G.711.
 */
async function samplesSoFar(file: string): Promise<Int16Array> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0))
  const data = bytes.subarray(44)
  return Int16Array.from({ length: data.length >> 1 }, (_, at) => data.readInt16LE(at * 2))
}

function settings(options: LinphoneOptions, folder: string): string {
  const { transport, port = -1, secrecy, number } = options
  return `
[sip]
sip_port=0
sip_tcp_port=${transport === 'tcp' ? port : 0}
sip_tls_port=${transport === 'tls' ? port : 0}
default_proxy=-1
guess_hostname=0
contact="Linphone" <sip:${number}@127.0.0.1>
media_encryption=${secrecy}
media_encryption_mandatory=${secrecy === 'none' ? 0 : 1}
root_ca=${folder}/ca.pem
verify_server_certs=1
verify_server_cn=0
use_rfc2833=1
use_info=0
[net]
mtu=1300
[rtp]
audio_rtp_port=-1
[sound]
playback_dev_id=
capture_dev_id=
echocancellation=0
[video]
enabled=0
capture=0
display=0
`
}

import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { openChild } from './child.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'
import { joined, sampleRate } from './tones.ts'
import type { Wav } from './wav.ts'
import { readWav, writeWav } from './wav.ts'

const eventShape = z.object({
  event: z.literal(true),
  type: z.string(),
  param: z.string().optional(),
  peeruri: z.string().optional(),
})

/** What baresip reports of its calls. */
export type BaresipEvent = z.infer<typeof eventShape>

/**
 * baresip, a soft phone. With an identity it stands where Teams' SIP proxy and an agent's client
 * stand: TLS and SRTP alone. Without one it is a plain telephone: UDP and RTP.
 */
export interface Baresip extends AsyncDisposable {
  readonly events: readonly BaresipEvent[]
  command(command: string, params?: string): void
  /** The first event of a type, of those after so many. */
  event(type: string, msMax?: number, after?: number): Promise<BaresipEvent>
  /** What it heard in its last call, once that is over. */
  heard(): Promise<Int16Array>
  /** What it heard in all its calls, one after the other; a hold begins another file of the same call. */
  heardInAll(): Promise<Int16Array>
}

/** Who baresip is. */
export interface BaresipOptions {
  readonly port: number
  readonly number: string
  readonly identity?: { readonly key: string; readonly cert: string; readonly ca: string }
  /** SRTP over plain UDP signalling, for a caller behind an edge; with an identity it is always there. */
  readonly srtp?: boolean
  /** What it says, once; baresip does not begin a file again. */
  readonly says: Int16Array
  /** The one codec it has; G.711 where it is left out. */
  readonly codec?: 'opus'
  /** Where it asks for addresses of names, `127.0.0.1:port`; nobody, where it is left out. */
  readonly nameServer?: string
}

const host = '127.0.0.1'

/** Starts baresip and waits until it listens. It rings until it is told to answer. */
export async function openBaresip(options: BaresipOptions): Promise<Baresip> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-baresip-'))
  const stack = new AsyncDisposableStack()
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  try {
    const controlPort = await freePort()
    await writeSettings(folder, options, controlPort)
    const child = stack.use(
      await openChild('baresip', ['-f', folder, '-s'], { cwd: folder, stopSignal: 'SIGINT' }),
    )
    await child.says(/baresip is ready/)
    const control = await openControl(controlPort)
    stack.defer(() => control.close())
    const running = stack.move()
    return {
      events: control.events,
      command: (command, params) => control.command(command, params),
      event: (type, msMax, after = 0) =>
        until(
          `baresip reports ${type}`,
          () => control.events.slice(after).find(one => one.type === type),
          msMax,
        ),
      async heard() {
        const calls = join(folder, 'heard')
        const file = (await readdir(calls)).toSorted().findLast(name => name.endsWith('-dec.wav'))
        if (file === undefined) throw new Error('baresip has heard nothing')
        return atPhoneRate(await readWav(join(calls, file)))
      },
      async heardInAll() {
        const calls = join(folder, 'heard')
        const names = (await readdir(calls)).filter(name => name.endsWith('-dec.wav')).toSorted()
        const parts = await Promise.all(names.map(name => readWav(join(calls, name))))
        return joined(parts.map(atPhoneRate))
      },
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** What a wide codec brought, with every sixth sample: the pitches of tests are far below the rest. */
function atPhoneRate({ rate, channels }: Wav): Int16Array {
  const [samples = new Int16Array()] = channels
  const step = rate / sampleRate
  return step === 1 ? samples : samples.filter((_, at) => at % step === 0)
}

async function writeSettings(
  folder: string,
  options: BaresipOptions,
  controlPort: number,
): Promise<void> {
  const { identity, says, port, number, nameServer } = options
  await mkdir(join(folder, 'heard'))
  await writeWav(join(folder, 'says.wav'), says)
  if (identity !== undefined) {
    await writeFile(join(folder, 'own.pem'), `${identity.cert}\n${identity.key}`)
    await writeFile(join(folder, 'ca.pem'), identity.ca)
  }
  const transport = identity === undefined ? 'udp' : 'tls'
  const secrecy = identity !== undefined || options.srtp === true ? ';mediaenc=srtp-mand' : ''
  const account =
    `<sip:${number}@${host}:${port};transport=${transport}>;regint=0${secrecy}` +
    `;audio_codecs=${options.codec === 'opus' ? 'opus/48000/2' : 'PCMU/8000/1'}` +
    ';answermode=manual;dtmfmode=rtpevent'
  await writeFile(join(folder, 'accounts'), `${account}\n`)
  await writeFile(join(folder, 'contacts'), '')
  // baresip listens for TLS one port above the one it is given.
  const listen = identity === undefined ? port : port - 1
  const own = [
    `sip_listen ${host}:${listen}`,
    ...(identity === undefined ? [] : secured(folder)),
    ...(nameServer === undefined ? [] : [`dns_server ${nameServer}`]),
  ]
  await writeFile(
    join(folder, 'config'),
    [...own, ...settings(folder, controlPort, options)].join('\n'),
  )
}

function secured(folder: string): readonly string[] {
  return [
    `sip_certificate ${folder}/own.pem`,
    `sip_cafile ${folder}/ca.pem`,
    'sip_verify_server yes',
  ]
}

/** No sound card: a file speaks, the bridge device swallows what is heard, and sndfile writes it down. */
function settings(
  folder: string,
  controlPort: number,
  { codec }: Pick<BaresipOptions, 'codec'>,
): readonly string[] {
  const ownCodec = codec ?? 'g711'
  return [
    'poll_method epoll',
    `net_interface ${host}`,
    'call_local_timeout 120',
    'call_max_calls 4',
    'audio_path /usr/share/baresip',
    `audio_source aufile,${folder}/says.wav`,
    'audio_player aubridge,sink',
    'audio_alert aubridge,alert',
    'audio_buffer 20-160',
    'ausrc_srate 8000',
    'auplay_srate 8000',
    'ausrc_channels 1',
    'auplay_channels 1',
    'rtcp_mux no',
    'jitter_buffer_delay 2-10',
    'rtp_timeout 60',
    `snd_path ${folder}/heard`,
    `ctrl_tcp_listen ${host}:${controlPort}`,
    'module_path /usr/lib/baresip/modules',
    ...['stdio', ownCodec, 'aufile', 'aubridge', 'sndfile', 'srtp', 'uuid'].map(
      name => `module ${name}.so`,
    ),
    'module_tmp account.so',
    'module_app menu.so',
    'module_app ctrl_tcp.so',
    '',
  ]
}

interface Control {
  readonly events: readonly BaresipEvent[]
  command(command: string, params?: string): void
  close(): void
}

/** baresip's control port speaks JSON in netstrings. */
async function openControl(port: number): Promise<Control> {
  const socket = await connected(port)
  const events: BaresipEvent[] = []
  let rest = Buffer.alloc(0)
  socket.on('error', () => undefined)
  socket.on('data', data => {
    rest = Buffer.concat([rest, data])
    for (;;) {
      const colon = rest.indexOf(':')
      const length = Number(rest.toString('latin1', 0, Math.max(colon, 0)))
      const end = colon + 1 + length
      if (colon < 0 || rest.length <= end) return
      const event = eventShape.safeParse(JSON.parse(rest.toString('utf8', colon + 1, end)))
      if (event.success) events.push(event.data)
      rest = rest.subarray(end + 1)
    }
  })
  return {
    events,
    command(command, params = '') {
      const text = JSON.stringify({ command, params, token: 'test' })
      socket.write(`${Buffer.byteLength(text)}:${text},`)
    },
    close: () => socket.destroy(),
  }
}

async function connected(port: number): Promise<Socket> {
  return until('baresip’s control port answers', () => {
    return new Promise<Socket | undefined>(resolve => {
      const socket = createConnection({ port, host })
      socket.once('connect', () => resolve(socket))
      socket.once('error', () => resolve(undefined))
    })
  })
}

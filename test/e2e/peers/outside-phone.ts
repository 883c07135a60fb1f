import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openBaresip } from './baresip.ts'
import { openChild } from './child.ts'
import type { ContactCenter } from './contact-center.ts'
import { trunkName } from './contact-center.ts'
import { freePort } from './free-port.ts'
import { openLinphone } from './linphone.ts'
import { openPhoneSound } from './phone-sound.ts'
import { openSipp } from './sipp.ts'
import { sine } from './tones.ts'
import { until } from './until.ts'

/** The stacks customers call with, none of them ours. */
export const outsideKinds = [
  'linphone over TLS and SRTP',
  'baresip over TLS and SRTP',
  'SIPp over TLS through socat',
] as const
export type OutsideKind = (typeof outsideKinds)[number]

/** A customer's phone: it hums one pitch from the answer on, and keeps what it hears. */
export interface OutsidePhone extends AsyncDisposable {
  /** Dials, and resolves when it was answered. */
  dial(number: string): Promise<void>
  press(key: string): Promise<void>
  /** Holds by a re-INVITE of its own; where it cannot, it is not there. */
  readonly hold?: () => Promise<void>
  readonly resume?: () => Promise<void>
  hangUp(): Promise<void>
  /** Resolves when the other side hung up. */
  left(): Promise<void>
  /** What it heard from the answer on. */
  readonly heard: () => Promise<Int16Array>
}

/** What a phone says, and as whom. */
export interface OutsideOptions {
  readonly kind: OutsideKind
  readonly number: string
  readonly hz: number
  readonly center: ContactCenter
  /** Whether the call will be ended by it; SIPp has to know beforehand. */
  readonly endsItself: boolean
}

const host = '127.0.0.1'

/** Opens a customer's phone of a kind. */
export function openOutsidePhone(options: OutsideOptions): Promise<OutsidePhone> {
  switch (options.kind) {
    case 'linphone over TLS and SRTP':
      return linphone(options)
    case 'baresip over TLS and SRTP':
      return baresip(options)
    case 'SIPp over TLS through socat':
      return sipp(options)
  }
}

async function linphone({ number, hz, center }: OutsideOptions): Promise<OutsidePhone> {
  const phone = await openLinphone({
    transport: 'tls',
    number,
    secrecy: 'srtp',
    authority: center.emulator.authority,
    says: sine(hz, 90_000),
  })
  const streams = (): number =>
    phone.lines.filter(line => line.includes('Media streams established')).length
  return {
    dial: async to => {
      phone.type(`call sip:${to}@${host}:${center.tlsPort};transport=tls`)
      await phone.says(/Media streams established/)
    },
    press: async key => phone.type(key),
    hold: async () => {
      phone.type('pause')
      await phone.says(/paused/i)
    },
    resume: async () => {
      const before = streams()
      phone.type('resume')
      await until('linphone has its sound again', () => streams() > before)
    },
    hangUp: async () => {
      phone.type('terminate')
      await phone.says(/ended/)
    },
    left: async () => void (await phone.says(/ended/)),
    heard: () => phone.heard(),
    [Symbol.asyncDispose]: () => phone[Symbol.asyncDispose](),
  }
}

async function baresip({ number, hz, center }: OutsideOptions): Promise<OutsidePhone> {
  const phone = await openBaresip({
    port: await freePort(),
    number,
    identity: await center.emulator.issue([host]),
    says: sine(hz, 90_000),
  })
  const settled = async (command: string, type: string): Promise<void> => {
    const before = phone.events.length
    phone.command(command)
    await phone.event(type, undefined, before).catch(() => undefined)
  }
  return {
    dial: async to => {
      phone.command('dial', `sip:${to}@${host}:${center.tlsPort};transport=tls`)
      await phone.event('CALL_ESTABLISHED')
    },
    press: async key => phone.command('sndcode', key),
    hold: async () => phone.command('hold'),
    resume: async () => phone.command('resume'),
    hangUp: () => settled('hangup', 'CALL_CLOSED'),
    left: async () => void (await phone.event('CALL_CLOSED')),
    heard: () => phone.heardInAll(),
    [Symbol.asyncDispose]: () => phone[Symbol.asyncDispose](),
  }
}

/** SIPp speaks TCP; socat makes TLS of it, and checks our certificate. Its sound is a phone's of our own. */
async function sipp({ number, hz, center, endsItself }: OutsideOptions): Promise<OutsidePhone> {
  const stack = new AsyncDisposableStack()
  const sound = stack.use(await openPhoneSound())
  const port = await freePort()
  const authority = join(center.parley.folder, 'socat-ca.pem')
  await writeFile(authority, center.emulator.authority)
  const socat = stack.use(
    await openChild('socat', [
      '-d',
      '-d',
      `TCP-LISTEN:${port},bind=${host},fork,reuseaddr`,
      `OPENSSL:${host}:${center.tlsPort},verify=1,cafile=${authority},commonname=${trunkName}`,
    ]),
  )
  await socat.says(/listening on/)
  let call: Awaited<ReturnType<typeof openSipp>> | undefined
  return {
    dial: async to => {
      call = stack.use(
        await openSipp({
          scenario: endsItself ? 'caller-hangs-up' : 'caller-is-left',
          transport: 'tcp',
          to: { host, port, user: to },
          words: { CALLER: number, SOUND_PORT: sound.port, CODECS: '0 101' },
        }),
      )
      const { Port } = await call.told('answered')
      sound.hum(hz)
      sound.talkTo(Number(Port))
    },
    press: key => sound.press(key),
    hangUp: async () => {
      call?.go()
      await call?.finished()
    },
    left: async () => call?.finished(),
    heard: async () => sound.heard(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** What is heard from now on: a moment in the sound, and how much of something came after it. */
export async function fromNow(
  heard: () => Promise<Int16Array>,
): Promise<(measure: (samples: Int16Array) => number) => Promise<number>> {
  const { length } = await heard()
  return async measure => measure((await heard()).subarray(length))
}

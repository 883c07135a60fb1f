import { randomBytes } from 'node:crypto'
import { headerOf } from '../wire/message.ts'
import type { WireRequest } from '../wire/message.ts'
import { parseNamedUri, parseSipUri } from '../wire/sip-uri.ts'
import type { SipUri } from '../wire/sip-uri.ts'
import type { ProxyParts } from './proxy-parts.ts'
import { serverName } from './reply.ts'

/** An SBC may ask once a minute, and must within three (direct-routing §1.5). */
export const optionsGapMsMin = 60_000
export const optionsGapMsMax = 180_000

/** A timer is never exact: this much early is forgiven. */
export const optionsGapLeewayMs = 2000

/** The trunks that announced themselves, and whether they are alive. */
export interface Pairing {
  /** An OPTIONS that kept the rules; from the first one on we ask back. */
  heardFrom(fqdn: string, contact: SipUri, options: WireRequest): void
  active(): readonly string[]
  close(): void
}

interface Trunk {
  /** When it asked each of our names last. */
  readonly askedAtMs: ReadonlyMap<string, number>
  readonly heardAtMs: number
  readonly port: number | undefined
  readonly answers: boolean
  readonly stopWatch: () => void
}

/** Opens the list. Microsoft never starts first: it waits for the SBC (direct-routing §1.5). */
export function openPairing(parts: ProxyParts, intervalMs: number): Pairing {
  const trunks = new Map<string, Trunk>()
  const asking = new Map<string, () => void>()
  const ask = async (fqdn: string): Promise<void> => {
    asking.set(
      fqdn,
      parts.timers.after(intervalMs, () => void ask(fqdn)),
    )
    const answers = await askOnce(parts, fqdn, trunks.get(fqdn)?.port)
    const trunk = trunks.get(fqdn)
    if (trunk !== undefined) trunks.set(fqdn, { ...trunk, answers })
  }
  return {
    heardFrom: (fqdn, contact, options) => {
      trunks.get(fqdn)?.stopWatch()
      trunks.set(fqdn, noteOptions(parts, trunks.get(fqdn), { contact, options }))
      if (!asking.has(fqdn)) void ask(fqdn)
    },
    active: () => {
      const at = parts.now()
      return [...trunks].flatMap(([fqdn, trunk]) =>
        trunk.answers && at - trunk.heardAtMs <= optionsGapMsMax ? [fqdn] : [],
      )
    },
    close: () => {
      for (const stop of asking.values()) stop()
      for (const trunk of trunks.values()) trunk.stopWatch()
    },
  }
}

/** Checks the rhythm of an SBC's OPTIONS, per name of ours that it asks. */
function noteOptions(
  parts: ProxyParts,
  known: Trunk | undefined,
  heard: { readonly contact: SipUri; readonly options: WireRequest },
): Trunk {
  const note = (code: 'options-too-often' | 'options-too-rare'): void =>
    parts.scoreCard.note(code, { callId: '', refused: false })
  const at = parts.now()
  const asked = parseSipUri(heard.options.uri)?.host ?? ''
  const before = known?.askedAtMs.get(asked)
  const gapMs = before === undefined ? optionsGapMsMin : at - before
  if (gapMs < optionsGapMsMin - optionsGapLeewayMs) note('options-too-often')
  return {
    askedAtMs: new Map([...(known?.askedAtMs ?? []), [asked, at]]),
    heardAtMs: at,
    port: heard.contact.port,
    answers: known?.answers ?? false,
    stopWatch: parts.timers.after(optionsGapMsMax, () => note('options-too-rare')),
  }
}

/** Our own OPTIONS to an SBC; true for a 200. */
async function askOnce(
  parts: ProxyParts,
  fqdn: string,
  port: number | undefined,
): Promise<boolean> {
  try {
    const link = await parts.reach(fqdn, port)
    return await new Promise<boolean>(resolve => {
      parts.exchanges.send(link, optionsTo(fqdn, port), {
        onResponse: response => {
          const { tag } = parseNamedUri(headerOf(response, 'to') ?? '') ?? {}
          if (tag === undefined) {
            const callId = headerOf(response, 'call-id') ?? ''
            parts.scoreCard.note('to-tag-missing', { callId, refused: false })
          }
          resolve(response.status === 200)
        },
        onSilence: () => resolve(false),
      })
    })
  } catch (error) {
    parts.log('warn', 'SBC unreachable', { fqdn, why: String(error) })
    return false
  }
}

function optionsTo(fqdn: string, port: number | undefined): WireRequest {
  const target = `sip:${fqdn}${port === undefined ? '' : `:${port}`};transport=tls`
  const proxy = 'sip:sip.pstnhub.microsoft.com:5061'
  return {
    kind: 'request',
    method: 'OPTIONS',
    uri: target,
    version: 'SIP/2.0',
    headers: [
      { name: 'from', value: `<${proxy}>;tag=${randomBytes(16).toString('hex')}` },
      { name: 'to', value: `<${target}>` },
      { name: 'cseq', value: '1 OPTIONS' },
      { name: 'call-id', value: randomBytes(16).toString('hex') },
      { name: 'max-forwards', value: '70' },
      { name: 'contact', value: `<${proxy};transport=tls>` },
      { name: 'user-agent', value: serverName },
    ],
    body: '',
  }
}

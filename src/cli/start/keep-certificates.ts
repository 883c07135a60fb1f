import { readFile } from 'node:fs/promises'
import type { Clock, Log } from '#engine'
import type { SipEndpoint, TlsIdentity } from '#sip'
import { certificateFault, leftOf } from '../certificate.ts'
import type { KeptIdentity } from '../reading/read-identity.ts'

/** How often the files are looked at: who renews them sees it taken within a minute. */
export const certificateLookMs = 60_000

/** What a watch over certificates needs. */
export interface CertificateKeeping {
  readonly identities: readonly KeptIdentity[]
  readonly sip: Pick<SipEndpoint, 'renew'>
  readonly clock: Pick<Clock, 'setTimer'>
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Takes renewed key and certificate files for new connections, without a restart. A pair that would
 * not do is said once, as an alarm, and the one in use stays.
 */
export function keepCertificates(keeping: CertificateKeeping): Disposable {
  const { identities, clock } = keeping
  const seen = new Map(identities.map(one => [one, textOf(one.loaded)]))
  let cancel: (() => void) | undefined
  let isOver = false
  const look = async (): Promise<void> => {
    for (const one of identities) await lookAt(one, seen, keeping)
    if (!isOver) cancel = clock.setTimer(certificateLookMs, () => void look())
  }
  if (identities.length > 0) cancel = clock.setTimer(certificateLookMs, () => void look())
  return {
    [Symbol.dispose]: () => {
      isOver = true
      cancel?.()
    },
  }
}

async function lookAt(
  one: KeptIdentity,
  seen: Map<KeptIdentity, string>,
  { sip, log, now }: CertificateKeeping,
): Promise<void> {
  const { files, names, shownTo } = one
  const found = await read(one)
  const text = typeof found === 'string' ? found : textOf(found)
  if (seen.get(one) === text) return
  seen.set(one, text)
  const file = files.certificate
  const fault = typeof found === 'string' ? found : certificateFault(names, found, now())?.words
  if (typeof found === 'string' || fault !== undefined) {
    const words = `${fault}; the one in use stays`
    log('alarm', 'certificate-not-taken', { file, words })
    return
  }
  sip.renew({
    ...(shownTo === 'called' ? {} : { in: found }),
    ...(shownTo === 'callers' ? {} : { out: found }),
  })
  log('info', 'certificate-renewed', { file, days: leftOf(found, now()) })
}

/** The pair as it lies there now, or why it cannot be read. */
async function read({ files }: KeptIdentity): Promise<TlsIdentity | string> {
  const { key, certificate, authority } = files
  try {
    const pair = { key: await readFile(key, 'utf8'), cert: await readFile(certificate, 'utf8') }
    return authority === undefined ? pair : { ...pair, ca: await readFile(authority, 'utf8') }
  } catch (error) {
    return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

function textOf({ key, cert, ca = '' }: TlsIdentity): string {
  return [key, cert, ca].join('\n')
}

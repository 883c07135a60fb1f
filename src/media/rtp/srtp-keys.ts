/**
 * SRTP's keys: one master key and salt become a session key for each purpose.
 *
 * RFC 3711 §4.3: the master salt, with the purpose's label at its eighth octet, is the counter from
 * which AES makes as many octets as the key needs. We never re-derive (key_derivation_rate 0).
 */
import { createCipheriv } from 'node:crypto'

/** Octets of an AES_CM_128 master key and salt as SDES carries them (RFC 4568 §6.2). */
export const masterKeyBytes = 16
export const masterSaltBytes = 14

/** What AES_CM_128_HMAC_SHA1 needs for one kind of packet. */
export interface SessionKeys {
  readonly cipherKey: Buffer
  readonly authenticationKey: Buffer
  readonly salt: Buffer
}

/** The labels of RFC 3711 §4.3.1 and §4.3.2: RTP counts from 0, RTCP from 3. */
const firstLabel = { rtp: 0, rtcp: 3 } as const
const authenticationKeyBytes = 20

/** Derives the three keys for RTP or RTCP from `master`, which is key and salt in one. */
export function deriveSessionKeys(master: Buffer, use: 'rtp' | 'rtcp'): SessionKeys {
  const label = firstLabel[use]
  return {
    cipherKey: derive(master, label, masterKeyBytes),
    authenticationKey: derive(master, label + 1, authenticationKeyBytes),
    salt: derive(master, label + 2, masterSaltBytes),
  }
}

function derive(master: Buffer, label: number, length: number): Buffer {
  const counter = Buffer.alloc(16)
  master.copy(counter, 0, masterKeyBytes, masterKeyBytes + masterSaltBytes)
  counter[7] = (counter[7] ?? 0) ^ label
  const cipher = createCipheriv('aes-128-ctr', master.subarray(0, masterKeyBytes), counter)
  return cipher.update(Buffer.alloc(length))
}

import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EmulatorClock } from '../clock.ts'

/** A key as the platform's own cryptography hands it out. */
type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** The private authority that stands for the world's trusted roots. */
export interface Authority {
  readonly certificate: X509Certificate
  readonly key: SigningKey
  readonly pem: string
}

/** RSA alone: Microsoft's proxies offer no suite for ECDSA certificates (direct-routing §1.3). */
export const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const

const dayMs = 86_400_000

/** How long the authority lives, and how near its end it is replaced. */
export const authorityDaysMax = 3650
export const authorityRenewDays = 30

/**
 * Reads the authority kept in the folder, or makes one and keeps it: whoever was told to trust it
 * need not be told again after a restart.
 */
export async function openAuthority(folder: string, clock: EmulatorClock): Promise<Authority> {
  const kept = await readKept(folder)
  const renewAt = clock.now() + authorityRenewDays * dayMs
  if (kept !== undefined && kept.certificate.notAfter.getTime() > renewAt) return kept
  const made = await makeAuthority(clock)
  await keep(folder, made)
  return made
}

/** A serial number of 127 bits of chance, positive as DER wants it (RFC 5280 §4.1.2.2). */
export function freshSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

async function makeAuthority(clock: EmulatorClock): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(rsa, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: freshSerial(),
    name: 'CN=Parley emulator authority, O=Not a real authority',
    notBefore: new Date(clock.now() - dayMs),
    notAfter: new Date(clock.now() + authorityDaysMax * dayMs),
    signingAlgorithm: rsa,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate, key: keys.privateKey, pem: certificate.toString('pem') }
}

/** The key as PKCS #8 PEM, the form TLS stacks read. */
export async function keyPem(key: SigningKey): Promise<string> {
  return PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')
}

const keyFile = 'authority.key.pem'
const certificateFile = 'authority.pem'

async function readKept(folder: string): Promise<Authority | undefined> {
  const texts = await Promise.all([
    readIfThere(join(folder, keyFile)),
    readIfThere(join(folder, certificateFile)),
  ])
  const [keyText, pem] = texts
  if (keyText === undefined || pem === undefined) return undefined
  const der = PemConverter.decodeFirst(keyText)
  const key = await crypto.subtle.importKey('pkcs8', der, rsa, true, ['sign'])
  return { certificate: new X509Certificate(pem), key, pem }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function keep(folder: string, authority: Authority): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeWhole(join(folder, keyFile), await keyPem(authority.key), 0o600)
  await writeWhole(join(folder, certificateFile), authority.pem, 0o644)
}

/** All or nothing, so that a crash never leaves half a key. */
async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  const fresh = `${file}.${randomBytes(4).toString('hex')}`
  await writeFile(fresh, text, { mode })
  await rename(fresh, file)
}

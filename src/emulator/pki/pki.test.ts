import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../clock.ts'
import { openAuthority } from './authority.ts'
import { issueIdentity } from './issue.ts'

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-pki-'))
  try {
    await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('the authority survives a restart, its key unreadable to others, and vouches for what it issues', () =>
  inFolder(async folder => {
    const first = await openAuthority(folder, systemClock)
    const again = await openAuthority(folder, systemClock)
    expect(again.pem).toBe(first.pem)
    expect((await stat(join(folder, 'authority.key.pem'))).mode & 0o077).toBe(0)

    const names = ['sbc.contoso.example', '*.customers.example', '127.0.0.1']
    const identity = await issueIdentity(again, systemClock, { names })
    const leaf = new X509Certificate(identity.cert)
    expect(leaf.verify(new X509Certificate(identity.ca).publicKey)).toBe(true)
    expect(leaf.checkHost('sbc.contoso.example')).toBe('sbc.contoso.example')
    expect(leaf.checkHost('one.customers.example')).toBe('*.customers.example')
    expect(leaf.checkHost('two.labels.customers.example')).toBeUndefined()
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(leaf.publicKey.asymmetricKeyType).toBe('rsa')
  }))

test('an authority near its end is replaced', () =>
  inFolder(async folder => {
    const first = await openAuthority(folder, systemClock)
    const later = { ...systemClock, now: () => Date.now() + 3640 * 86_400_000 }
    const second = await openAuthority(folder, later)
    expect(second.pem).not.toBe(first.pem)
  }))

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { ListenPoint, TlsIdentity } from '#sip'
import { certificateFault, leftOf } from './certificate.ts'
import type { Installation } from './config/installation.ts'
import type { DoctorCheck, Finding } from './doctor.ts'

/** The oldest Node that runs TypeScript as it is, and whose speech engine does not fall over. */
export const nodeMajorMin = 24

/** Below this, a busy day of recordings may fill the disk before anybody looks. */
export const diskFreeBytesMin = 5_000_000_000

/** A certificate with less time left than this is a doubt; Microsoft refuses one that has run out. */
export const certificateDaysMin = 21

/** Whether this Node can run Parley. */
export function nodeCheck(version: string): DoctorCheck {
  const major = Number(version.replace(/^v/, '').split('.')[0])
  const found: Finding =
    major >= nodeMajorMin
      ? { verdict: 'fine', words: version }
      : {
          verdict: 'broken',
          words: `${version} is too old`,
          remedy: `Use npm start, which brings its own Node, or install Node ${nodeMajorMin}.`,
        }
  return { name: 'Node', run: () => Promise.resolve(found) }
}

/** What can be seen from this machine alone: the data folder, the ports, the certificates. */
export function machineChecks(
  installation: Installation,
  now: () => number,
): readonly DoctorCheck[] {
  const { dataFolder, http, sip, trunks } = installation
  const points = [{ transport: 'tcp' as const, ...http, name: 'web' }, ...sip.listen.map(named)]
  const certificates = trunks.flatMap(trunk => {
    return trunk.kind === 'direct-routing' && trunk.tls !== undefined
      ? [certificateCheck(trunk.fqdn, trunk.tls, now)]
      : []
  })
  return [dataFolderCheck(dataFolder), ...points.map(portCheck), ...certificates]
}

function named(point: ListenPoint): Point {
  return { ...point, name: `SIP ${point.transport}` }
}

type Point = Pick<ListenPoint, 'transport' | 'host' | 'port'> & { readonly name: string }

/** Writes a file and takes it away again: permissions tell less than trying does. */
function dataFolderCheck(folder: string): DoctorCheck {
  return {
    name: 'data folder',
    run: async () => {
      const probe = join(folder, '.doctor')
      try {
        await mkdir(folder, { recursive: true })
        await writeFile(probe, 'written by parley doctor')
        await rm(probe)
      } catch (error) {
        const remedy = 'Let this process write there, or name another folder as `data`.'
        return { verdict: 'broken', words: `${folder}: ${wordsOf(error)}`, remedy }
      }
      const { bavail, bsize } = await statfs(folder)
      const free = bavail * bsize
      const words = `${folder}: ${(free / 1e9).toFixed(1)} GB free`
      if (free >= diskFreeBytesMin) return { verdict: 'fine', words }
      return { verdict: 'doubtful', words, remedy: 'Make room, or name a larger disk as `data`.' }
    },
  }
}

/** A port is free if it can be taken; it is given back at once. */
function portCheck(point: Point): DoctorCheck {
  const place = `${point.host}:${point.port}`
  return {
    name: `port of ${point.name}`,
    run: async () => {
      try {
        await (point.transport === 'udp' ? bindUdp(point) : bindTcp(point))
        return { verdict: 'fine', words: `${place} is free` }
      } catch (error) {
        const remedy =
          'If Parley runs already, this is as it should be. If not, stop what has it, or change it.'
        return { verdict: 'doubtful', words: `${place}: ${wordsOf(error)}`, remedy }
      }
    },
  }
}

async function bindUdp({ host, port }: Point): Promise<void> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  try {
    socket.bind(port, host)
    await once(socket, 'listening')
  } finally {
    socket.close()
  }
}

async function bindTcp({ host, port }: Point): Promise<void> {
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } finally {
    server.close()
  }
}

/** Microsoft compares the SBC's name with its certificate (Direct Routing, planning page, 2023). */
function certificateCheck(fqdn: string, tls: TlsIdentity, now: () => number): DoctorCheck {
  return {
    name: `certificate of ${fqdn}`,
    run: () => Promise.resolve(examineCertificate(fqdn, tls, now())),
  }
}

function examineCertificate(fqdn: string, tls: TlsIdentity, at: number): Finding {
  const fault = certificateFault([fqdn], tls, at)
  if (fault !== undefined) return broken(fault.words, fault.remedy)
  const days = leftOf(tls, at)
  const words = `valid for ${days} days`
  if (days >= certificateDaysMin) return { verdict: 'fine', words }
  return { verdict: 'doubtful', words, remedy: 'Renew it before calls from Teams stop.' }
}

function broken(words: string, remedy: string): Finding {
  return { verdict: 'broken', words, remedy }
}

function wordsOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

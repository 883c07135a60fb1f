import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Child } from '../../e2e/peers/child.ts'
import { openChild } from '../../e2e/peers/child.ts'
import { until } from '../../e2e/peers/until.ts'
import type { Floor } from './floor.ts'

const example = join(import.meta.dirname, '..', '..', '..', 'examples', 'kamailio')

/** Where the edge listens, what is dead behind it, and where rtpengine is, if it is used. */
export interface EdgePlan {
  readonly port: number
  readonly deadPort: number
  readonly rtpengine?: string
}

/** Starts the edge before this node and one that is dead, with the configuration of examples/kamailio. */
export async function openEdge(
  floor: Floor,
  { port, deadPort, rtpengine }: EdgePlan,
): Promise<Child> {
  const folder = join(floor.folder, 'edge')
  await mkdir(folder)
  const yours: Readonly<Record<string, string>> = {
    EDGE_ADDRESS: '127.0.0.1',
    EDGE_UDP: String(port),
    EDGE_TCP: String(port),
    HERE: folder,
    RTPENGINE: rtpengine ?? '',
  }
  const text = await readFile(join(example, 'kamailio.cfg'), 'utf8')
  const config = text
    .replace('#!define WITH_TLS\n', '')
    .replace('##!define', rtpengine === undefined ? '##!define' : '#!define')
    .replaceAll(/^#!substdef "!(\w+)!([^!]*)!g"$/gm, (line, name: string) => {
      const value = yours[name]
      return value === undefined ? line : `#!substdef "!${name}!${value}!g"`
    })
  const node = floor.sip.bound.find(point => point.transport === 'tcp')?.port
  const nodes = [deadPort, node].map(one => `1 sip:127.0.0.1:${one};transport=tcp 0 0\n`)
  await writeFile(join(folder, 'kamailio.cfg'), config)
  await writeFile(join(folder, 'dispatcher.list'), nodes.join(''))
  const parameters = ['-f', join(folder, 'kamailio.cfg'), '-DD', '-E', '-w', folder, '-Y', folder]
  const edge = await openChild('kamailio', [...parameters, '-P', join(folder, 'pid')])
  const target = { transport: 'udp', host: '127.0.0.1', port } as const
  await until(`the edge answers\n${edge.lines.join('\n')}`, async () => {
    const asked = await floor.sip.ping(target, { timeoutMs: 500 })
    return asked.kind === 'answered' && asked.status === 200
  })
  return edge
}

import type { TenantConfig } from '../config.ts'
import { flowsRunBy } from './check-sub-flows.ts'
import type { Complaint, ComplaintCode, ConfigPath } from './complaint.ts'

/** Names given twice, names nobody has, and telephone numbers that would call in a circle. */
export function checkNames(config: TenantConfig): readonly Complaint[] {
  const { hours, flows, queues, agents, dispositions, numbers, webCalls = [] } = config
  return [
    ...checkIds('hours', hours),
    ...checkIds('flows', flows),
    ...checkIds('queues', queues),
    ...checkIds('agents', agents),
    ...checkIds('dispositions', dispositions),
    ...checkIds('webCalls', webCalls),
    ...twice(
      numbers.map(({ address }, nth) => ({ text: address, path: ['numbers', nth, 'address'] })),
      'duplicate-number',
    ),
    ...twice(
      agents.map(({ address }, nth) => ({ text: address, path: ['agents', nth, 'address'] })),
      'duplicate-address',
    ),
    ...twice(
      agents.map(({ directoryId }, nth) => ({
        text: directoryId.toLowerCase(),
        path: ['agents', nth, 'directoryId'],
      })),
      'duplicate-person',
    ),
    ...checkNumbers(config),
    ...checkAgents(config),
  ]
}

interface Named {
  readonly text: string
  readonly path: ConfigPath
}

function checkIds(list: string, entries: readonly { readonly id: string }[]): readonly Complaint[] {
  const named = entries.map(({ id }, nth) => ({ text: id, path: [list, nth, 'id'] }))
  return twice(named, 'duplicate-id')
}

/** A complaint for each entry that says what an entry before it has said. */
function twice(entries: readonly Named[], code: ComplaintCode): readonly Complaint[] {
  const seen = new Set<string>()
  return entries.flatMap(({ text, path }): readonly Complaint[] => {
    if (!seen.has(text)) {
      seen.add(text)
      return []
    }
    const words = `“${text}” stands above already`
    const remedy = 'Give each its own, or remove one of the two.'
    return [{ severity: 'error', code, words, remedy, path }]
  })
}

function checkNumbers(config: TenantConfig): readonly Complaint[] {
  const { numbers, flows, agents, webCalls = [] } = config
  const known = new Set(flows.map(({ id }) => id))
  const phones = new Map(agents.map(({ address, name }) => [address, name]))
  const doors = [...numbers, ...webCalls]
  const used = new Set([...doors.map(({ flow }) => flow), ...flows.flatMap(flowsRunBy)])
  const lost = numbers.flatMap(({ address, flow }, nth): readonly Complaint[] => {
    const name = phones.get(address)
    return [
      ...(known.has(flow) ? [] : [unknownFlow(flow, [...known], ['numbers', nth, 'flow'])]),
      ...(name === undefined ? [] : [callsItself(address, name, ['numbers', nth, 'address'])]),
    ]
  })
  const misled = webCalls.flatMap(({ flow }, nth) =>
    known.has(flow) ? [] : [unknownFlow(flow, [...known], ['webCalls', nth, 'flow'])],
  )
  const unused = flows.flatMap(({ id }, nth): readonly Complaint[] => {
    return used.has(id) ? [] : [unusedFlow(id, ['flows', nth, 'id'])]
  })
  return [...lost, ...misled, ...unused]
}

function unknownFlow(flow: string, known: readonly string[], path: ConfigPath): Complaint {
  return {
    severity: 'error',
    code: 'unknown-flow',
    words: `no flow is called “${flow}”`,
    remedy: 'Name a flow of this tenant, or add the file of this one to its flows.',
    path,
    lost: { name: flow, known },
  }
}

function unusedFlow(flow: string, path: ConfigPath): Complaint {
  return {
    severity: 'warning',
    code: 'unused-flow',
    words: `no number and no other flow leads to the flow “${flow}”`,
    remedy: 'Give it a number, run it from a flow, or take it out of the list of flows.',
    path,
  }
}

function callsItself(address: string, name: string, path: ConfigPath): Complaint {
  return {
    severity: 'error',
    code: 'address-is-number',
    words: `${address} is the phone of ${name}: ringing it would call this flow again`,
    remedy: 'Give the flow or the agent another number.',
    path,
  }
}

function checkAgents({ agents, queues }: TenantConfig): readonly Complaint[] {
  const known = new Set(queues.map(({ id }) => id))
  return agents.flatMap((agent, nth) => {
    const entries = agent.queues.map((text, at) => ({ text, path: ['agents', nth, 'queues', at] }))
    const unknown = entries.flatMap(({ path }, at): readonly Complaint[] => {
      const queue = agent.queues[at]
      if (queue === undefined || known.has(queue)) return []
      const words = `no queue is called “${queue}”`
      const remedy = 'Name a queue of this tenant.'
      const lost = { name: queue, known: [...known] }
      return [{ severity: 'error', code: 'unknown-queue', words, remedy, path, lost }]
    })
    return [...unknown, ...twice(entries, 'duplicate-entry')]
  })
}

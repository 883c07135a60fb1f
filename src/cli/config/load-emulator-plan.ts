import type { AgentConfig, TenantId } from '#core'
import { ownOf } from '#core'
import type { ClientBehaviour, EmulatedPerson, EmulatedTenant } from '#emulator'
import type { Gathered, ShapedFile } from '../reading/gathered.ts'
import { complain, readShaped } from '../reading/gathered.ts'
import { besideFile } from '../reading/yaml-source.ts'
import type { ClientFile, EmulatorFile } from '#contract'
import { emulatorFile } from '#contract'
import type { EmulatedDay, EmulatorPlan, InstalledTenant } from './installation.ts'
import type { LoadedTenant } from './load-tenant.ts'
import { trafficPlan } from './traffic-plan.ts'

type TenantWorld = EmulatorFile['tenants'][string]
type Sound = NonNullable<ClientBehaviour['says']>[number]

/** The name of the entry that stands for everybody who has none. */
const anybody = 'anybody'

/**
 * Reads the file of an emulated world and fills it with the tenants' agents: each is a person of the
 * directory with a Teams phone. Registered apps and addresses are added where both sides are opened.
 */
export async function loadEmulatorPlan(
  file: string,
  { tenants, gathered }: { readonly tenants: readonly LoadedTenant[]; readonly gathered: Gathered },
): Promise<EmulatorPlan | undefined> {
  const read = await readShaped(file, emulatorFile, gathered)
  if (read === undefined) return undefined
  checkNames(read, tenants, gathered)
  const emulated = tenants.flatMap(({ tenant }) => {
    const world = ownOf(read.value.tenants, tenant.config.tenant)
    return world === undefined ? [] : [emulatedTenant(tenant, world, read)]
  })
  const days = tenants.flatMap(({ tenant }): [TenantId, EmulatedDay][] => {
    const world = ownOf(read.value.tenants, tenant.config.tenant)
    return world === undefined ? [] : [[tenant.config.tenant, dayOf(tenant, world, read)]]
  })
  return {
    config: { tenants: emulated, sbcs: {}, ports: read.value.ports },
    tenants: new Map(days),
  }
}

function dayOf(
  { config }: InstalledTenant,
  world: TenantWorld,
  { source }: ShapedFile<EmulatorFile>,
): EmulatedDay {
  const atWork = config.agents.filter(({ id }) => world.atWork.includes(id)).map(({ id }) => id)
  const fileAt = (path: string): string => besideFile(source, path)
  return { atWork, ...(world.traffic && { traffic: trafficPlan(world.traffic, fileAt) }) }
}

function emulatedTenant(
  { config, directory }: InstalledTenant,
  world: TenantWorld,
  read: ShapedFile<EmulatorFile>,
): EmulatedTenant {
  const [domain = ''] = world.domains
  const agents = config.agents.map((agent): EmulatedPerson => {
    const client = ownOf(world.clients, agent.id) ?? world.clients[anybody]
    return { ...person(agent, domain), ...(client && { client: clientBehaviour(client, read) }) }
  })
  const experts = world.experts.map(({ number, ...expert }) => {
    return { ...expert, ...(number !== undefined && { number }) }
  })
  const { name } = config
  return {
    directoryId: directory,
    name,
    domains: world.domains,
    people: [...agents, ...experts],
    apps: [],
  }
}

function person(
  { id, name, directoryId, role, address }: AgentConfig,
  domain: string,
): EmulatedPerson {
  return { id: directoryId, name, userName: `${id}@${domain}`, roles: [role], number: address }
}

function clientBehaviour(file: ClientFile, read: ShapedFile<EmulatorFile>): ClientBehaviour {
  const { endpoints, repeats, hangsUpAfterMs, calls } = file
  const says = file.says?.map(sound => soundOf(sound, file.voice, read))
  return {
    reaction: reactionOf(file),
    ...(calls !== undefined && { calls: plannedCalls(calls) }),
    ...(endpoints !== undefined && { endpoints }),
    ...(says !== undefined && { says }),
    ...(repeats !== undefined && { repeats }),
    ...(hangsUpAfterMs !== undefined && { hangsUpAfterMs }),
  }
}

function reactionOf({ reacts, afterMs, forwardsTo }: ClientFile): ClientBehaviour['reaction'] {
  if (reacts === 'forwards') {
    return forwardsTo === undefined ? { kind: 'rings' } : { kind: reacts, to: forwardsTo, afterMs }
  }
  return reacts === 'answers' || reacts === 'declines'
    ? { kind: reacts, afterMs }
    : { kind: reacts }
}

function plannedCalls({
  to,
  afterMs,
  everyMs,
}: NonNullable<ClientFile['calls']>): NonNullable<ClientBehaviour['calls']> {
  return { to, afterMs, ...(everyMs !== undefined && { everyMs }) }
}

function soundOf(
  sound: NonNullable<ClientFile['says']>[number],
  voice: string | undefined,
  { source }: ShapedFile<EmulatorFile>,
): Sound {
  if (typeof sound === 'string') {
    return { kind: 'words', text: sound, ...(voice !== undefined && { voice }) }
  }
  if ('file' in sound) return { kind: 'file', file: besideFile(source, sound.file) }
  return { kind: 'silence', ms: sound.silenceMs }
}

/** Names in the world's file have to be names of the tenants' files. */
function checkNames(
  { value, source }: ShapedFile<EmulatorFile>,
  tenants: readonly LoadedTenant[],
  gathered: Gathered,
): void {
  for (const [name, world] of Object.entries(value.tenants)) {
    const known = tenants.find(({ tenant }) => tenant.config.tenant === name)
    const agents = known?.tenant.config.agents.map(agent => String(agent.id)) ?? []
    const strangers = Object.keys(world.clients).filter(
      agent => agent !== anybody && !agents.includes(agent),
    )
    const absent = world.atWork.filter(agent => !agents.includes(agent))
    const complaints = known === undefined ? [] : strangers
    if (known === undefined) {
      complain(gathered, { source, path: ['tenants', name], part: 'key' }, unknown('tenant', name))
    }
    for (const agent of known === undefined ? [] : absent) {
      const path = ['tenants', name, 'atWork', world.atWork.indexOf(agent)]
      complain(gathered, { source, path }, unknown('agent', agent))
    }
    for (const [story, nth, caller] of strangeCallers(world)) {
      const path = ['tenants', name, 'traffic', 'stories', story, 'callers', nth]
      complain(gathered, { source, path }, unknown('caller', caller))
    }
    for (const agent of complaints) {
      const path = ['tenants', name, 'clients', agent]
      complain(gathered, { source, path, part: 'key' }, unknown('agent', agent))
    }
  }
}

/** Callers a story names whom the traffic does not have: the story, which of its names, and the name. */
function strangeCallers({ traffic }: TenantWorld): readonly (readonly [string, number, string])[] {
  const known = new Set(traffic?.callers.map(({ name }) => name))
  return Object.entries(traffic?.stories ?? {}).flatMap(([story, { callers = [] }]) =>
    callers.flatMap((caller, nth) => (known.has(caller) ? [] : [[story, nth, caller] as const])),
  )
}

function unknown(
  kind: 'tenant' | 'agent' | 'caller',
  name: string,
): { readonly code: string; readonly words: string; readonly remedy: string } {
  return {
    code: `unknown-${kind}`,
    words: `no ${kind} is called “${name}”`,
    remedy:
      kind === 'caller'
        ? 'Correct it, or write it among the callers of the traffic.'
        : `Correct it, or write the ${kind} into the files of the installation.`,
  }
}

import type { PresenceSource } from '#microsoft'
import type { Installation } from './config/installation.ts'
import type { DoctorCheck, Finding } from './doctor.ts'
import { graphPlan } from './start/open-presence.ts'

/** Whether Microsoft Graph tells each tenant's presences: its first agent's is asked for. */
export function presenceChecks(
  installation: Installation,
  open: (plan: NonNullable<ReturnType<typeof graphPlan>>) => PresenceSource,
): readonly DoctorCheck[] {
  const plan = graphPlan(installation)
  if (plan === undefined) return []
  return installation.tenants.map(({ config, directory }) => ({
    name: `presence of ${config.tenant}`,
    async run(): Promise<Finding> {
      const [first] = config.agents
      if (first === undefined) return { verdict: 'fine', words: 'nobody to ask for' }
      const source = open(plan)
      try {
        const { presences, trouble } = await source.ask(directory, [first.directoryId])
        return findingOf(presences.get(first.directoryId.toLowerCase())?.availability, trouble)
      } finally {
        source.close()
      }
    },
  }))
}

type Trouble = Awaited<ReturnType<PresenceSource['ask']>>['trouble']

/** Calls go on without presence, so that nothing here is worse than a doubt. */
function findingOf(availability: string | undefined, trouble: Trouble): Finding {
  if (trouble !== undefined) {
    return { verdict: 'doubtful', words: trouble.words, remedy: trouble.remedy }
  }
  return { verdict: 'fine', words: `Microsoft Graph answers: ${availability ?? 'nothing known'}` }
}

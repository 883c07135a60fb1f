import type { DeskView } from '#contract'
import type { AgentId, InputBody } from '#core'
import { ownAgent, type Asking } from './asking.ts'
import { notFound, refusedByCore } from './problem.ts'

/** Hands an order of the asking agent to the lane and answers with the desk it led to. */
export async function order(
  asking: Asking,
  input: (agent: AgentId) => InputBody,
): Promise<DeskView> {
  const agent = ownAgent(asking)
  const taken = await asking.views.lane.submit(input(agent))
  if (!taken.ok) {
    throw refusedByCore(
      taken.refused,
      asking.views.lane.read(({ config }) => config),
    )
  }
  return deskOf(asking, agent)
}

/** An agent's desk as it is now. */
export async function deskOf({ views }: Asking, agent: AgentId): Promise<DeskView> {
  const desk = await views.wholeDesk(agent)
  if (desk === undefined) throw notFound('This agent is not in the configuration that is running.')
  return desk
}

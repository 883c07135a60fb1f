import type { ExpertId } from '../ids.ts'
import type { Turn } from '../turn.ts'

/** The number of an expert in today's configuration. */
export function numberOf(turn: Turn, id: ExpertId): string | undefined {
  return turn.state.config?.experts?.find(expert => expert.id === id)?.address
}

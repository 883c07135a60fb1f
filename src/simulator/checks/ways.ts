import type { Check, Stepped } from './check.ts'

/** A configuration that was right when the caller came in stays right for that caller. */
export const waysLeadOn: Check = {
  name: 'ways-lead-on',
  words: 'no caller is cut off because a step, a flow or opening hours are not there',
  begin: () => ({ step: cutOff }),
}

function cutOff({ effects }: Stepped): string | undefined {
  for (const effect of effects) {
    if (effect.kind !== 'fact' || effect.fact.kind !== 'step-left') continue
    const { exit, interaction, step, why } = effect.fact
    if (exit === 'fault') return `${interaction} is cut off in ${step}: ${why}`
  }
  return undefined
}

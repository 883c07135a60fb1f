import type { TenantState } from './state.ts'

/**
 * Every change of mind of the core, by a number that is never used again. A journal decides as it
 * did: code asks whether its flag is on, and does as before where it is not. A flag goes on for a
 * tenant by an input, so that every replay changes its mind at the same place of the past.
 */
export const flags = {
  /** Time that passed with nothing due is refused as `nothing-due`; before, it was taken in silence. */
  refuseIdleTime: 1,
} as const

/** The flags a configuration published by this version brings with it. */
export const currentFlags: readonly number[] = Object.values(flags)

/** Whether a tenant's journal has come to a change of mind. */
export function isOn(state: TenantState, flag: number): boolean {
  return state.flags.includes(flag)
}

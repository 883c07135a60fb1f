import type { Emulator, EmulatorPages } from '#emulator'
import type { Installation } from '../config/installation.ts'
import { carrierEntrance } from './emulated-world.ts'

/**
 * The emulated world's pages for an installation: phones dial its numbers, and the panel's callers
 * come out of its traffic.
 */
export function emulatedPages(installation: Installation, emulator: Emulator): EmulatorPages {
  const trunk = carrierEntrance(installation)
  const plans = [...(installation.emulator?.tenants.values() ?? [])]
  const traffic = plans.find(plan => plan.traffic !== undefined)?.traffic
  return emulator.pages({
    trunk,
    numbers: installation.tenants.flatMap(({ config }) =>
      config.numbers.map(({ address, flow }) => ({
        number: address,
        name: config.flows.find(({ id }) => id === flow)?.name ?? flow,
      })),
    ),
    webPages: installation.tenants.flatMap(({ config }) =>
      (config.webCalls ?? []).map(({ id }) => `/call/${config.tenant}/${id}`),
    ),
    ...(traffic === undefined ? {} : { traffic: { ...traffic, trunk } }),
    signInAt: (userName, page) =>
      `/auth/sign-in?${new URLSearchParams({ returnTo: page, loginHint: userName }).toString()}`,
  })
}

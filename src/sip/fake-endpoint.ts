import { openEndpoint } from './endpoint/endpoint.ts'
import type { SipEndpoint, SipEndpointOptions } from './endpoint/endpoint-options.ts'
import type { FakeNetwork } from './transport/fake-wire.ts'

/** A real endpoint on a network of our own. */
export function openFakeEndpoint(
  network: FakeNetwork,
  options: SipEndpointOptions,
): Promise<SipEndpoint> {
  return openEndpoint(options, (given, events) => network.open(given, events))
}

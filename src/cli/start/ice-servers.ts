import { createHmac } from 'node:crypto'
import type { IceServerConfig, WebrtcConfig } from '../config/installation.ts'

/** How long a credential made for a TURN server is good: longer than any call that begins with it. */
export const turnCredentialMsMax = 12 * 3_600_000

/**
 * The servers as a browser is told them now. One that shares a secret with us gets a credential that
 * ends by itself: the moment of its end as the name, signed by HMAC-SHA1 (A REST API for access to
 * TURN services, draft-uberti-behave-turn-rest-00 §2.2; coturn’s `use-auth-secret`).
 */
export function iceServersAt(
  { iceServers, turnSecret }: WebrtcConfig,
  nowMs: number,
): readonly IceServerConfig[] {
  return iceServers.map(server => {
    if (turnSecret === undefined || server.username !== undefined) return server
    if (!server.urls.some(url => url.startsWith('turn'))) return server
    const username = `${Math.floor((nowMs + turnCredentialMsMax) / 1_000)}:parley`
    const credential = createHmac('sha1', turnSecret).update(username).digest('base64')
    return { ...server, username, credential }
  })
}

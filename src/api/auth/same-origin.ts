/** What is looked at to tell our own pages from a stranger's. */
export interface OriginAsked {
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
  readonly host: string | undefined
  readonly publicUrl: string
}

/**
 * Whether a request that may change something, or opens a socket, comes from a page of our own.
 * Browsers set both headers themselves and let no page set them: `Sec-Fetch-Site` decides where
 * it is sent (Fetch Metadata), else `Origin` must be ours. Neither is no browser, and refused.
 */
export function isSameOrigin({ origin, fetchSite, host, publicUrl }: OriginAsked): boolean {
  if (fetchSite !== undefined) return fetchSite === 'same-origin'
  if (origin === undefined) return false
  if (origin === new URL(publicUrl).origin) return true
  // Somebody who came by another name of this machine has cookies for that name alone.
  return URL.canParse(origin) && new URL(origin).host === host
}

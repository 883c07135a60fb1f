import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ApiEnv } from './asking.ts'

/** How long browsers remember that this server is reached by https alone: a year. */
const httpsSecondsMax = 31_536_000

/**
 * What browsers are told about every answer. Scripts come from our own files alone; styles may be
 * written into the page, which Fluent's style engine does; the pages are framed by nobody who is
 * not named (Teams frames by `frame-ancestors`, and refuses X-Frame-Options).
 */
export const securityHeaders = (options: {
  readonly publicUrl: () => string
  readonly frameAncestors: readonly string[]
}): MiddlewareHandler<ApiEnv> =>
  createMiddleware<ApiEnv>(async (c, next) => {
    await next()
    const { protocol, host } = new URL(options.publicUrl())
    const secure = protocol === 'https:'
    const policy = [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'self' 'unsafe-inline'`,
      `img-src 'self' data: blob:`,
      `font-src 'self'`,
      `media-src 'self' blob:`,
      `connect-src 'self' ${secure ? 'wss' : 'ws'}://${host}`,
      `manifest-src 'self'`,
      `base-uri 'none'`,
      `form-action 'self'`,
      `frame-ancestors ${["'self'", ...options.frameAncestors, ...(c.var.framedBy ?? [])].join(' ')}`,
    ].join('; ')
    c.header('content-security-policy', policy)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'same-origin')
    c.header('cross-origin-opener-policy', 'same-origin-allow-popups')
    // What is written for other sites’ pages says so itself; the script of their button is a file.
    if (!c.res.headers.has('cross-origin-resource-policy')) {
      const whose = c.req.path === '/web-call.js' ? 'cross-origin' : 'same-origin'
      c.header('cross-origin-resource-policy', whose)
    }
    c.header('permissions-policy', 'camera=(), geolocation=(), microphone=(self)')
    if (secure) c.header('strict-transport-security', `max-age=${httpsSecondsMax}`)
  })

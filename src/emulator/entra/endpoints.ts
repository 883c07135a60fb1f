import { Hono } from 'hono'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { discoveryDocument, instanceDocument } from './discovery.ts'
import type { EntraWorld } from './entra-world.ts'
import { refusalBody, refuse } from './refusal.ts'
import type { Refusal } from './refusal.ts'
import { formBytesMax } from './sign-in.ts'
import { answerTokenRequest } from '../tokens/token-endpoint.ts'

/** What servers ask Entra ID, over https: discovery, keys, tokens, who-is-it. */
export function serverEndpoints(world: EntraWorld): Hono {
  const app = new Hono()

  app.get('/:tenant/v2.0/.well-known/openid-configuration', c => {
    const segment = c.req.param('tenant')
    const one = world.directory.tenant(segment)
    if (one === undefined && world.directory.audience(segment).length === 0) {
      return refused(world, c, refuse.tenantUnknown(segment))
    }
    const issuer = one?.directoryId ?? '{tenantid}'
    return c.json(discoveryDocument(world.addresses(), { segment, issuer }))
  })

  app.get('/:tenant/discovery/v2.0/keys', c => {
    const segment = c.req.param('tenant')
    if (world.directory.audience(segment).length === 0) {
      return refused(world, c, refuse.tenantUnknown(segment))
    }
    const issuer = `${world.addresses().origin}/{tenantid}/v2.0`
    return c.json({ keys: world.signer.keys.map(key => ({ ...key, issuer })) })
  })

  app.get('/:tenant/discovery/instance', c =>
    c.json(instanceDocument(world.addresses(), c.req.param('tenant'))),
  )

  app.post('/:tenant/oauth2/v2.0/token', bodyLimit({ maxSize: formBytesMax }), async c => {
    const answer = await answerTokenRequest(world, {
      segment: c.req.param('tenant'),
      form: new URLSearchParams(await c.req.text()),
      basic: basicCredentials(c.req.header('authorization')),
    })
    c.header('cache-control', 'no-store')
    c.header('pragma', 'no-cache')
    return answer.ok ? c.json(answer.body) : refused(world, c, answer)
  })

  app.get('/oidc/userinfo', async c => {
    const token = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
    const claims = await world.signer.read(token, world.clock.now())
    if (claims === undefined) return c.json({ error: { code: 'InvalidAuthenticationToken' } }, 401)
    return c.json({ sub: claims.sub, name: claims['name'], email: claims['upn'] })
  })
  return app
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
function basicCredentials(
  header: string | undefined,
): { readonly clientId: string; readonly secret: string } | undefined {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  const pair = new URLSearchParams(`id=${text.slice(0, colon)}&secret=${text.slice(colon + 1)}`)
  return { clientId: pair.get('id') ?? '', secret: pair.get('secret') ?? '' }
}

function refused(world: EntraWorld, c: Context, refusal: Refusal): Response {
  world.log('warn', 'token refused', { code: refusal.code, words: refusal.words })
  const body = refusalBody(refusal, {
    nowMs: world.clock.now(),
    correlationId: c.req.query('client-request-id'),
  })
  return c.json(body, refusal.status)
}

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import {
  applyFiles,
  auditView,
  changeConfig,
  changeSection,
  checkConfig,
  checkedView,
  configSections,
  configView,
  restoreConfig,
  trunksView,
  versionsView,
} from '#contract'
import type { Administration } from '../administration.ts'
import { administrationOf, changerOf, operatorsAdministrationOf, takenOr } from './admin-asking.ts'
import type { ApiEnv } from './asking.ts'
import { notFound } from './problem.ts'
import { anyProblem, jsonBody, missing, refused, said, unfit } from './routes.ts'

/** The most entries of the audit log in one answer. */
export const auditLimitMax = 200

const tags = ['admin']
const taken = {
  200: said('Taken: what is different, and what it did', checkedView),
  ...anyProblem,
  404: missing,
  409: refused,
  422: unfit,
}

const look = createRoute({
  method: 'get',
  path: '/api/admin/config',
  tags,
  responses: { 200: said('The document that holds', configView), ...anyProblem, 404: missing },
})
const change = createRoute({
  method: 'put',
  path: '/api/admin/config',
  tags,
  request: { body: jsonBody(changeConfig) },
  responses: taken,
})
const changeOne = createRoute({
  method: 'put',
  path: '/api/admin/config/{section}',
  tags,
  request: {
    params: z.object({ section: z.enum(configSections) }),
    body: jsonBody(changeSection),
  },
  responses: taken,
})
const check = createRoute({
  method: 'post',
  path: '/api/admin/check',
  tags,
  request: { body: jsonBody(checkConfig) },
  responses: { 200: said('What it would do', checkedView), ...anyProblem, 404: missing },
})
const files = createRoute({
  method: 'put',
  path: '/api/admin/files',
  tags,
  request: { body: jsonBody(applyFiles) },
  responses: taken,
})
const versions = createRoute({
  method: 'get',
  path: '/api/admin/versions',
  tags,
  responses: { 200: said('The newest first', versionsView), ...anyProblem, 404: missing },
})
const versionInPath = z.object({ version: z.coerce.number().int().min(1) })
const compare = createRoute({
  method: 'get',
  path: '/api/admin/versions/{version}',
  tags,
  request: { params: versionInPath },
  responses: { 200: said('What going back would do', checkedView), ...anyProblem, 404: missing },
})
const restore = createRoute({
  method: 'post',
  path: '/api/admin/versions/{version}/restore',
  tags,
  request: { params: versionInPath, body: jsonBody(restoreConfig) },
  responses: taken,
})
const audit = createRoute({
  method: 'get',
  path: '/api/admin/audit',
  tags,
  request: {
    query: z.object({
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(auditLimitMax).default(50),
    }),
  },
  responses: { 200: said('The newest first', auditView), ...anyProblem, 404: missing },
})
const trunks = createRoute({
  method: 'get',
  path: '/api/admin/trunks',
  tags,
  responses: { 200: said('Trunks and how they answer', trunksView), ...anyProblem, 404: missing },
})

/** What holds for a tenant, who made it so, and how it is changed. */
export function addAdminRoutes(app: OpenAPIHono<ApiEnv>, administration: Administration): void {
  addChanges(app, administration)
  app.openapi(look, async c => {
    const { asking } = c.var
    const withFiles = asking.person.operator === true
    return c.json(await administrationOf(asking, administration).config({ withFiles }), 200)
  })
  app.openapi(versions, async c =>
    c.json(await administrationOf(c.var.asking, administration).versions(), 200),
  )
  app.openapi(compare, async c => {
    const own = administrationOf(c.var.asking, administration)
    const { version } = c.req.valid('param')
    const checked = await own.check({ kind: 'version', version })
    if (checked === undefined) throw notFound('There is no such version.')
    return c.json(checked, 200)
  })
  app.openapi(audit, async c =>
    c.json(await administrationOf(c.var.asking, administration).audit(c.req.valid('query')), 200),
  )
  app.openapi(trunks, c => c.json(administrationOf(c.var.asking, administration).trunks(), 200))
}

function addChanges(app: OpenAPIHono<ApiEnv>, administration: Administration): void {
  app.openapi(check, async c => {
    const own = administrationOf(c.var.asking, administration)
    const { changes } = c.req.valid('json')
    const checked = await own.check({ kind: 'changes', changes })
    if (checked === undefined) throw notFound('There is nothing to check against.')
    return c.json(checked, 200)
  })
  app.openapi(change, async c => {
    const own = administrationOf(c.var.asking, administration)
    const { changes, ...asked } = c.req.valid('json')
    const proposal = { kind: 'changes', changes } as const
    return c.json(
      takenOr(await own.change({ ...asked, proposal, by: changerOf(c.var.asking) })),
      200,
    )
  })
  app.openapi(changeOne, async c => {
    const own = administrationOf(c.var.asking, administration)
    const { value, ...asked } = c.req.valid('json')
    const proposal = {
      kind: 'changes',
      changes: { [c.req.valid('param').section]: value },
    } as const
    return c.json(
      takenOr(await own.change({ ...asked, proposal, by: changerOf(c.var.asking) })),
      200,
    )
  })
  app.openapi(restore, async c => {
    const own = administrationOf(c.var.asking, administration)
    const proposal = { kind: 'version', version: c.req.valid('param').version } as const
    const by = changerOf(c.var.asking)
    return c.json(takenOr(await own.change({ ...c.req.valid('json'), proposal, by })), 200)
  })
  app.openapi(files, async c => {
    const own = operatorsAdministrationOf(c.var.asking, administration)
    const { files: given, dryRun, ...asked } = c.req.valid('json')
    const proposal = { kind: 'files', files: given } as const
    if (!dryRun) {
      return c.json(
        takenOr(await own.change({ ...asked, proposal, by: changerOf(c.var.asking) })),
        200,
      )
    }
    const checked = await own.check(proposal)
    if (checked === undefined) throw notFound('There is nothing to check against.')
    return c.json(checked, 200)
  })
}

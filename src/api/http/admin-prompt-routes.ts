import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { stat } from 'node:fs/promises'
import { promptsView, speakPrompt } from '#contract'
import type { Administration } from '../administration.ts'
import { administrationOf, changerOf, heardOr } from './admin-asking.ts'
import type { ApiEnv } from './asking.ts'
import { notFound } from './problem.ts'
import { recordingResponse } from './recording-response.ts'
import { anyProblem, jsonBody, missing, refused, said, unfit } from './routes.ts'

const tags = ['admin']
const nameInPath = z.object({ name: z.string().min(1).max(64) })
const placing = z.object({
  replace: z
    .stringbool()
    .default(false)
    .openapi({ type: 'boolean' })
    .describe('Takes the place of a prompt of this name, which is gone for good'),
})
const sound = z.string().openapi({ format: 'binary' })
const library = said('The prompts there are now', promptsView)
const changed = { 200: library, ...anyProblem, 404: missing, 409: refused, 422: unfit }

const list = createRoute({
  method: 'get',
  path: '/api/admin/prompts',
  tags,
  responses: { 200: library, ...anyProblem, 404: missing },
})
const hear = createRoute({
  method: 'get',
  path: '/api/admin/prompts/{name}',
  tags,
  request: { params: nameInPath },
  responses: {
    200: { description: 'The sound', content: { 'audio/wav': { schema: sound } } },
    206: { description: 'The range asked for', content: { 'audio/wav': { schema: sound } } },
    304: { description: 'The file the client has already' },
    ...anyProblem,
    404: missing,
  },
})
const put = createRoute({
  method: 'put',
  path: '/api/admin/prompts/{name}',
  tags,
  request: {
    params: nameInPath,
    query: placing,
    body: { content: { 'audio/wav': { schema: sound } } },
  },
  responses: changed,
})
const remove = createRoute({
  method: 'delete',
  path: '/api/admin/prompts/{name}',
  tags,
  request: { params: nameInPath },
  responses: changed,
})
const speak = createRoute({
  method: 'post',
  path: '/api/admin/prompts/{name}/speak',
  tags,
  request: { params: nameInPath, query: placing, body: jsonBody(speakPrompt) },
  responses: changed,
})

/** The library of prompts: listen, upload, speak, remove. */
export function addAdminPromptRoutes(
  app: OpenAPIHono<ApiEnv>,
  administration: Administration,
): void {
  app.openapi(list, async c =>
    c.json(await administrationOf(c.var.asking, administration).prompts.list(), 200),
  )
  app.openapi(hear, async c => {
    const { prompts } = administrationOf(c.var.asking, administration)
    const path = await prompts.file(c.req.valid('param').name)
    if (path === undefined) throw notFound('There is no prompt of this name.')
    return recordingResponse(c.req.raw, { path, version: await stampOf(path) })
  })
  app.openapi(put, async c => {
    const { prompts } = administrationOf(c.var.asking, administration)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const mayReplace = c.req.valid('query').replace
    const by = changerOf(c.var.asking)
    heardOr(await prompts.put(c.req.valid('param').name, bytes, { by, mayReplace }))
    return c.json(await prompts.list(), 200)
  })
  app.openapi(remove, async c => {
    const { prompts } = administrationOf(c.var.asking, administration)
    heardOr(await prompts.remove(c.req.valid('param').name, changerOf(c.var.asking)))
    return c.json(await prompts.list(), 200)
  })
  app.openapi(speak, async c => {
    const { prompts } = administrationOf(c.var.asking, administration)
    const { name } = c.req.valid('param')
    const mayReplace = c.req.valid('query').replace
    const by = changerOf(c.var.asking)
    heardOr(await prompts.speak(name, c.req.valid('json'), { by, mayReplace }))
    return c.json(await prompts.list(), 200)
  })
}

/**
 * A prompt is replaced by another file and never written over: which file it is, how long, and when
 * it was written tell one sound from the next without reading either.
 */
async function stampOf(path: string): Promise<string> {
  const { ino, size, mtimeNs } = await stat(path, { bigint: true })
  return [ino, size, mtimeNs].map(one => one.toString(36)).join('-')
}

import { z } from '@hono/zod-openapi'
import { installationFile } from './config.ts'
import { emulatorFile } from './config-emulator.ts'
import { flowFile } from './config-flow.ts'
import { tenantFile } from './config-tenant.ts'

/** The published JSON Schemas of the configuration files, by the name of their file. */
export function configSchemas(): Readonly<Record<string, object>> {
  return {
    'parley.schema.json': jsonSchema(installationFile),
    'tenant.schema.json': jsonSchema(tenantFile),
    'flow.schema.json': jsonSchema(flowFile),
    'emulator.schema.json': jsonSchema(emulatorFile),
  }
}

/** As it is written, not as it is read; in the draft that editors of YAML know best. */
function jsonSchema(shape: z.ZodType): object {
  return z.toJSONSchema(shape, { io: 'input', target: 'draft-7' })
}

import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { configSchemas } from './config-schemas.ts'

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
}

test.each(Object.entries(configSchemas()))(
  'docs/reference/%s is what scripts/write-schemas.ts writes today',
  (name, schema) => {
    expect(JSON.parse(read(`docs/reference/${name}`))).toEqual(schema)
  },
)

const examples = [
  ['parley', 'demo/parley.yaml'],
  ['parley', 'minimal/parley.yaml'],
  ['emulator', 'demo/emulator.yaml'],
  ['tenant', 'demo/tenants/harbour-lane/tenant.yaml'],
  ['tenant', 'minimal/tenants/example/tenant.yaml'],
  ['flow', 'demo/tenants/harbour-lane/flows/main.yaml'],
  ['flow', 'demo/tenants/harbour-lane/flows/showroom.yaml'],
  ['flow', 'minimal/tenants/example/flows/main.yaml'],
] as const

/** The schema as an editor reads it: from its file, knowing nothing of the shapes behind it. */
function published(name: string): z.ZodType {
  return z.fromJSONSchema(JSON.parse(read(`docs/reference/${name}.schema.json`)))
}

test.each(examples)('the published schema of a %s file accepts examples/%s', (name, file) => {
  const result = published(name).safeParse(parse(read(`examples/${file}`)))
  expect(result.error?.issues ?? []).toEqual([])
})

test.each(examples)(
  'the published schema of a %s file refuses examples/%s with a key too many',
  (name, file) => {
    const value: unknown = parse(`${read(`examples/${file}`)}\nsurplus: 1\n`)
    expect(published(name).safeParse(value).success).toBe(false)
  },
)

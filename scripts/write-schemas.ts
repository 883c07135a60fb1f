import { writeFile } from 'node:fs/promises'
import { configSchemas } from '#contract'

/** Writes the JSON Schemas of the configuration files into docs/reference, from the shapes the loader uses. */
for (const [name, schema] of Object.entries(configSchemas())) {
  const file = new URL(`../docs/reference/${name}`, import.meta.url)
  await writeFile(file, `${JSON.stringify(schema, null, 2)}\n`)
}

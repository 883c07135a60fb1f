import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Scenario } from './scenario.ts'
import { scenarioShape } from './scenario.ts'

const folder = join(import.meta.dirname, '..', 'scenarios')

/** There is no such scenario, or its file is wrong; the words say where and what to do. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly code = 'scenario'
}

/** The names of the scenarios that come with Parley. */
export function scenarioNames(): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .map(name => name.slice(0, -'.yaml'.length))
    .toSorted()
}

/** Reads one of the scenarios that come with Parley. */
export function readScenario(name: string): Scenario {
  if (!scenarioNames().includes(name)) {
    throw new ScenarioError(
      `There is no scenario ${name}. Choose one of: ${scenarioNames().join(', ')}.`,
    )
  }
  return parseScenario(readFileSync(join(folder, `${name}.yaml`), 'utf8'))
}

/** Reads a scenario from the text of a file. */
export function parseScenario(text: string): Scenario {
  return scenarioOf(parse(text))
}

/** Proves that a value is a scenario, and fills in what is usual. */
export function scenarioOf(value: unknown): Scenario {
  const read = scenarioShape.safeParse(value)
  if (read.success) return read.data
  throw new ScenarioError(`The scenario is wrong:\n${z.prettifyError(read.error)}`)
}

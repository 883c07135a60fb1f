import { readFile, stat } from 'node:fs/promises'
import { nearestWord } from '../nearest-word.ts'
import type { Complaint } from '../reading/complaint.ts'

/** The environment, as a value that tests can make. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The secrets Parley knows, and the variables they come from; each also as `…_FILE`. */
const variables = {
  databaseUrl: 'PARLEY_DATABASE_URL',
  entraClientSecret: 'PARLEY_ENTRA_CLIENT_SECRET',
  turnSecret: 'PARLEY_TURN_SECRET',
} as const

/** Each carrier's password has a variable of its own, that ends with the trunk's id. */
const trunkPasswords = 'PARLEY_TRUNK_PASSWORD_'

/** What the environment says. */
export type Secrets = Readonly<Partial<Record<keyof typeof variables, string>>>

/** The largest file a secret is read from. */
export const secretBytesMax = 65_536

/** Variables that are not secrets, but begin like them. */
const otherVariables = ['PARLEY_CONFIG', 'PARLEY_TEST_DATABASE_URL']

/** Reads the secrets. A variable that begins like ours and is not one of them is a slip of the pen. */
export async function readSecrets(
  environment: Environment,
): Promise<{ readonly secrets: Secrets; readonly complaints: readonly Complaint[] }> {
  const secrets: Partial<Record<keyof typeof variables, string>> = {}
  const complaints: Complaint[] = [...unknownVariables(environment)]
  for (const name of secretNames) {
    const read = await readSecret(environment, variables[name])
    if (typeof read === 'string') secrets[name] = read
    else if (read !== undefined) complaints.push(read)
  }
  return { secrets, complaints }
}

const secretNames = ['databaseUrl', 'entraClientSecret', 'turnSecret'] as const

/** The variable of a trunk's password: the id in capitals, and `_` for what a variable cannot have. */
export function trunkPasswordVariable(trunk: string): string {
  return trunkPasswords + trunk.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')
}

/** Reads the password of a trunk, from its variable or the file that names it. */
export function readTrunkPassword(
  environment: Environment,
  trunk: string,
): Promise<string | Complaint | undefined> {
  return readSecret(environment, trunkPasswordVariable(trunk))
}

/** Passwords of trunks that have no use for one. */
export function strayTrunkPasswords(
  environment: Environment,
  trunks: readonly string[],
): readonly Complaint[] {
  const known = trunks.map(trunkPasswordVariable).flatMap(name => [name, `${name}_FILE`])
  const stray = Object.keys(environment).filter(
    name => name.startsWith(trunkPasswords) && !known.includes(name),
  )
  return stray.map(name => unknownVariable(name, known))
}

async function readSecret(
  environment: Environment,
  variable: string,
): Promise<string | Complaint | undefined> {
  const value = environment[variable]
  const file = environment[`${variable}_FILE`]
  if (value !== undefined && file !== undefined) {
    const words = `both ${variable} and ${variable}_FILE are set`
    return complaint(variable, 'secret-twice', words, 'Set one of the two.')
  }
  if (value !== undefined && value.trim() === '') {
    return complaint(variable, 'secret-empty', `${variable} is empty`, 'Give it its value.')
  }
  return file === undefined ? value?.trim() : await readSecretFile(`${variable}_FILE`, file)
}

async function readSecretFile(variable: string, file: string): Promise<string | Complaint> {
  try {
    const { size } = await stat(file)
    if (size > secretBytesMax) {
      const words = `the file ${variable} names is larger than ${secretBytesMax} bytes`
      return complaint(variable, 'secret-too-large', words, 'Name the file of the secret alone.')
    }
    const text = (await readFile(file, 'utf8')).trim()
    if (text !== '') return text
    const words = `the file ${variable} names is empty`
    return complaint(variable, 'secret-empty', words, 'Put the secret into it.')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    const words = `the file ${variable} names cannot be read (${why})`
    return complaint(variable, 'secret-unreadable', words, 'Name a file this process may read.')
  }
}

function unknownVariables(environment: Environment): readonly Complaint[] {
  const secret = Object.values(variables)
  const known = [...secret, ...secret.map(name => `${name}_FILE`), ...otherVariables]
  const unknown = Object.keys(environment).filter(
    name => name.startsWith('PARLEY_') && !name.startsWith(trunkPasswords) && !known.includes(name),
  )
  return unknown.map(name => unknownVariable(name, known))
}

function unknownVariable(name: string, known: readonly string[]): Complaint {
  const meant = nearestWord(name, known)
  const some = known.length === 0 ? 'No trunk has `credentials`.' : `Known: ${known.join(', ')}.`
  const remedy = meant === undefined ? some : `Did you mean ${meant}?`
  const words = `unknown environment variable ${name}`
  return { ...complaint(name, 'unknown-variable', words, remedy), severity: 'warning' }
}

/** Complaints about the environment stand in no file, so its name takes that place. */
function complaint(variable: string, code: string, words: string, remedy: string): Complaint {
  const file = `environment ${variable}`
  return { severity: 'error', file, line: 1, column: 1, code, words, remedy }
}

/** What to do with a key that looks like a secret; nothing for a key that does not. */
export function secretRemedy(key: string): string | undefined {
  if (/database/i.test(key)) return fromEnvironment(variables.databaseUrl)
  if (!/secret|passw|token|api-?key|credential/i.test(key)) return undefined
  if (/turn/i.test(key)) return fromEnvironment(variables.turnSecret)
  return /client|entra/i.test(key)
    ? fromEnvironment(variables.entraClientSecret)
    : 'Take it out of the file; secrets are read from the environment alone.'
}

function fromEnvironment(variable: string): string {
  return `Take it out of the file and set ${variable} or ${variable}_FILE.`
}

import { parseArgs } from 'node:util'
import { ownOf } from '#core'
import { helpText } from './help.ts'
import { nearestWord } from './nearest-word.ts'
import type { Output } from './output.ts'

/** How a command ended, as the shell sees it: well, with something found wrong, or used wrongly. */
export type ExitCode = 0 | 1 | 2

/** A flag of a command. One with a `value` takes a word after it. */
export interface Flag {
  readonly words: string
  readonly short?: string
  /** The name of the value in the help, as `file`. */
  readonly value?: string
}

/** What was written after a command's name. */
export interface Arguments {
  /** The flags that take a word, by name. */
  readonly values: Readonly<Record<string, string>>
  /** The flags that take none, as far as they were given. */
  readonly given: readonly string[]
  /** Words that belong to no flag. */
  readonly words: readonly string[]
}

/** One command. Its name may have two words, as `flow check`. */
export interface Command {
  readonly name: string
  readonly words: string
  /** The name of the words it takes in the help, as `files…`; a command without takes none. */
  readonly takes?: string
  readonly flags: Readonly<Record<string, Flag>>
  readonly run: (given: Arguments, output: Output) => Promise<ExitCode>
}

/** Everything the program can do. */
export interface Program {
  readonly version: string
  readonly commands: readonly Command[]
}

/** The most words after a command. */
export const wordsMax = 1_000

/** Finds the command that is meant, reads what was written after it, and runs it. */
export async function runCommand(
  program: Program,
  written: readonly string[],
  output: Output,
): Promise<ExitCode> {
  const [first] = written
  if (first === '--version' || first === 'version') {
    output.line(program.version)
    return 0
  }
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    return help(program, written.slice(1), output)
  }
  const command = findCommand(program.commands, written)
  if (command === undefined) return unknownCommand(program, written, output)
  const rest = written.slice(command.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) return help(program, [command.name], output)
  const read = readArguments(command, rest)
  if ('wrong' in read) {
    output.error(`parley ${command.name}: ${read.wrong}`)
    output.error(output.dress('dim', `parley help ${command.name} tells what there is.`))
    return 2
  }
  return await command.run(read, output)
}

function help(program: Program, about: readonly string[], output: Output): ExitCode {
  if (about.length === 0) {
    for (const line of helpText(program, output)) output.line(line)
    return 0
  }
  const command = findCommand(program.commands, about.join(' ').split(' '))
  if (command === undefined) return unknownCommand(program, about, output)
  for (const line of helpText({ ...program, commands: [command] }, output)) output.line(line)
  return 0
}

/** The command whose words are written first; of two, the one with more words. */
function findCommand(
  commands: readonly Command[],
  written: readonly string[],
): Command | undefined {
  const matching = commands.filter(({ name }) => {
    const words = name.split(' ')
    return words.every((word, index) => written[index] === word)
  })
  return matching.toSorted((one, other) => other.name.length - one.name.length)[0]
}

function unknownCommand(
  { commands }: Program,
  written: readonly string[],
  output: Output,
): ExitCode {
  const names = commands.map(({ name }) => name)
  const [first = '', second = ''] = written
  const meant = nearestWord(`${first} ${second}`.trim(), names) ?? nearestWord(first, names)
  const group = names.filter(name => name.startsWith(`${first} `))
  output.error(`parley: no command is called “${written.slice(0, 2).join(' ')}”.`)
  if (meant !== undefined) output.error(`Did you mean “parley ${meant}”?`)
  else if (group.length > 0)
    output.error(`There is: ${group.map(name => `parley ${name}`).join(', ')}.`)
  else output.error('parley help tells what there is.')
  return 2
}

type ReadArguments = Arguments | { readonly wrong: string }

function readArguments(command: Command, written: readonly string[]): ReadArguments {
  const flags = Object.entries(command.flags)
  const options = flags.map(([name, { short, value }]) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const)
    return [name, { type, ...(short !== undefined && { short }) }] as const
  })
  const { tokens } = parseArgs({
    args: [...written],
    options: Object.fromEntries(options),
    strict: false,
    tokens: true,
    allowPositionals: true,
  })
  const values: Record<string, string> = {}
  const given: string[] = []
  const words: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const flag = ownOf(command.flags, token.name)
    const wrong = wrongFlag(command, token.rawName, { flag, value: token.value })
    if (wrong !== undefined) return { wrong }
    if (flag?.value === undefined) given.push(token.name)
    else values[token.name] = token.value ?? ''
  }
  if (command.takes === undefined && words[0] !== undefined) {
    return { wrong: `takes no words, but was given “${words[0]}”.` }
  }
  if (words.length > wordsMax) return { wrong: `takes at most ${wordsMax} words.` }
  return { values, given, words }
}

function wrongFlag(
  command: Command,
  written: string,
  { flag, value }: { readonly flag: Flag | undefined; readonly value: string | undefined },
): string | undefined {
  if (flag === undefined) {
    const meant = nearestWord(written.replace(/^-+/, ''), Object.keys(command.flags))
    const remedy = meant === undefined ? '' : ` Did you mean “--${meant}”?`
    return `no flag is called “${written}”.${remedy}`
  }
  if (flag.value !== undefined && (value === undefined || value === '')) {
    return `“${written}” needs a ${flag.value} after it.`
  }
  if (flag.value === undefined && value !== undefined) return `“${written}” takes no value.`
  return undefined
}

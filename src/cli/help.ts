import type { Command, Program } from './command.ts'
import type { Output } from './output.ts'

/** What the program, or one command of it, can do: a line a command, and its flags where it is alone. */
export function helpText({ version, commands }: Program, output: Output): readonly string[] {
  const [only] = commands
  if (only !== undefined && commands.length === 1) return commandHelp(only, output)
  const width = Math.max(...commands.map(command => usage(command).length))
  return [
    `Parley ${version}: a contact center for Microsoft Teams.`,
    '',
    ...commands.map(command => `  ${usage(command).padEnd(width)}   ${command.words}`),
    '',
    output.dress('dim', 'parley help <command> tells more.'),
  ]
}

function commandHelp(command: Command, output: Output): readonly string[] {
  const flags = Object.entries(command.flags).map(([name, { short, value, words }]) => {
    const dashes = short === undefined ? `--${name}` : `-${short}, --${name}`
    return { left: value === undefined ? dashes : `${dashes} <${value}>`, words }
  })
  const width = Math.max(0, ...flags.map(({ left }) => left.length))
  return [
    output.dress('bold', usage(command)),
    `  ${command.words}`,
    ...(flags.length === 0 ? [] : ['']),
    ...flags.map(({ left, words }) => `  ${left.padEnd(width)}   ${words}`),
  ]
}

function usage({ name, takes }: Command): string {
  return takes === undefined ? `parley ${name}` : `parley ${name} [${takes}]`
}

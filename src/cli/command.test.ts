import { expect, test } from 'vitest'
import type { Arguments, Command } from './command.ts'
import { runCommand } from './command.ts'
import { memoryOutput } from './memory-output.ts'

/** Runs a command line, and gives how it ended, what was said, and what a command was handed. */
async function ran(line: string): Promise<Readonly<Record<string, unknown>>> {
  const handed: Arguments[] = []
  const command = (name: string, more: Partial<Command> = {}): Command => ({
    name,
    words: `Do ${name}.`,
    flags: {},
    run: async given => {
      handed.push(given)
      return await Promise.resolve(1)
    },
    ...more,
  })
  const commands = [
    command('start', { flags: { config: { short: 'c', value: 'file', words: 'The file.' } } }),
    command('flow check', { takes: 'files…', flags: { strict: { words: 'Be strict.' } } }),
    command('flow test'),
  ]
  const output = memoryOutput()
  const code = await runCommand(
    { version: '1.2.3', commands },
    line === '' ? [] : line.split(' '),
    output,
  )
  return { code, said: [...output.lines, ...output.errors], handed }
}

test('a command gets its flags and its words, and its end is the end of the program', async () => {
  expect(await ran('start -c here.yaml')).toEqual({
    code: 1,
    said: [],
    handed: [{ values: { config: 'here.yaml' }, given: [], words: [] }],
  })
  expect(await ran('flow check --strict a.yaml b.yaml')).toMatchObject({
    handed: [{ given: ['strict'], words: ['a.yaml', 'b.yaml'] }],
  })
  expect(await ran('start --config=here.yaml')).toMatchObject({
    handed: [{ values: { config: 'here.yaml' } }],
  })
})

test.each([
  ['strat', ['parley: no command is called “strat”.', 'Did you mean “parley start”?']],
  ['flow chek', ['parley: no command is called “flow chek”.', 'Did you mean “parley flow check”?']],
  [
    'flow',
    ['parley: no command is called “flow”.', 'There is: parley flow check, parley flow test.'],
  ],
  ['dance', ['parley: no command is called “dance”.', 'parley help tells what there is.']],
  [
    'start --cofnig x',
    [
      'parley start: no flag is called “--cofnig”. Did you mean “--config”?',
      'parley help start tells what there is.',
    ],
  ],
  [
    'start --config',
    ['parley start: “--config” needs a file after it.', 'parley help start tells what there is.'],
  ],
  [
    'flow check --strict=yes',
    [
      'parley flow check: “--strict” takes no value.',
      'parley help flow check tells what there is.',
    ],
  ],
  [
    'start now',
    [
      'parley start: takes no words, but was given “now”.',
      'parley help start tells what there is.',
    ],
  ],
])('“parley %s” is not understood, and says what was probably meant', async (line, said) => {
  expect(await ran(line)).toEqual({ code: 2, said, handed: [] })
})

test('help lists every command, and tells the flags of one', async () => {
  const all = {
    code: 0,
    said: [
      'Parley 1.2.3: a contact center for Microsoft Teams.',
      '',
      '  parley start                 Do start.',
      '  parley flow check [files…]   Do flow check.',
      '  parley flow test             Do flow test.',
      '',
      'parley help <command> tells more.',
    ],
    handed: [],
  }
  expect(await ran('')).toEqual(all)
  expect(await ran('help')).toEqual(all)
  const one = {
    code: 0,
    said: ['parley start', '  Do start.', '', '  -c, --config <file>   The file.'],
    handed: [],
  }
  expect(await ran('help start')).toEqual(one)
  expect(await ran('start --help')).toEqual(one)
  expect(await ran('--version')).toEqual({ code: 0, said: ['1.2.3'], handed: [] })
})

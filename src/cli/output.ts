/** How a piece of text is to look, where the terminal can show it. */
export type Style = 'plain' | 'bold' | 'dim' | 'good' | 'bad' | 'doubtful'

/** Where a command speaks. Results go to `line`, what went wrong to `error`. */
export interface Output {
  readonly line: (text: string) => void
  readonly error: (text: string) => void
  /** Dresses a text; gives it back as it is where colours are not wanted. */
  readonly dress: (style: Style, text: string) => string
}

/** The part of a stream of Node that an output writes to. */
export interface TextStream {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** What a terminal output is made from: the streams of the process, and its environment. */
export interface Terminal {
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly environment: Readonly<Record<string, string | undefined>>
}

const codes: Readonly<Record<Style, string>> = {
  plain: '0',
  bold: '1',
  dim: '2',
  good: '32',
  bad: '31',
  doubtful: '33',
}

/**
 * An output to a terminal or a file. Colours are for people only: none where the output is piped,
 * or where NO_COLOR is set to anything (no-color.org).
 */
export function terminalOutput({ stdout, stderr, environment }: Terminal): Output {
  const unwanted = environment['NO_COLOR'] ?? ''
  const coloured = stdout.isTTY === true && stderr.isTTY === true && unwanted === ''
  return {
    line: text => void stdout.write(`${text}\n`),
    error: text => void stderr.write(`${text}\n`),
    dress: (style, text) => (coloured ? `\u001B[${codes[style]}m${text}\u001B[0m` : text),
  }
}

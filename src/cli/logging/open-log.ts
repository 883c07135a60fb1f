import { Writable } from 'node:stream'
import { pino } from 'pino'
import type { Logger } from 'pino'
import type { Log } from '#engine'

/** How the log looks: JSON for collectors, lines for people. */
export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly format: 'json' | 'lines'
  /** Where it goes. */
  readonly stream: NodeJS.WritableStream
}

/** Opens the log. Secrets that slip into fields by name are blotted out. */
export function openLog({ level, format, stream }: LogOptions): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: secretFields, censor: '(secret)' },
  }
  return pino(options, format === 'json' ? stream : asLines(stream))
}

const secretFields = [
  'password',
  'secret',
  'clientSecret',
  'token',
  'cookie',
  'authorization',
  'key',
]

/** Turns each JSON record into a line: time, level, words, and the rest as name=value. */
function asLines(stream: NodeJS.WritableStream): Writable {
  return new Writable({
    write(chunk: Buffer, _, done) {
      for (const record of chunk.toString().split('\n')) {
        if (record !== '') stream.write(`${line(record)}\n`)
      }
      done()
    },
  })
}

function line(record: string): string {
  const parsed: unknown = JSON.parse(record)
  if (typeof parsed !== 'object' || parsed === null) return record
  const { time, level, msg, ...rest } = { time: 0, level: 30, msg: '', ...parsed }
  const fields = Object.entries(rest).map(([name, value]) => ` ${name}=${text(value)}`)
  return `${clockTime(time)} ${levels[level] ?? level}  ${msg}${fields.join('')}`
}

const levels: Readonly<Record<number, string>> = {
  20: 'debug',
  30: 'info ',
  40: 'WARN ',
  50: 'ERROR',
}

function clockTime(moment: number): string {
  return new Date(moment).toISOString().slice(11, 23)
}

function text(value: unknown): string {
  return typeof value === 'string' && !/[\s=]/.test(value) ? value : JSON.stringify(value)
}

/** The engine's log on the program's: an alarm is an error that says so. */
export function engineLog(logger: Logger): Log {
  return (level, event, details) => {
    if (level === 'alarm') logger.error({ alarm: true, ...details }, event)
    else logger[level](details, event)
  }
}

import { relative } from 'node:path'
import type { Output } from './output.ts'
import type { Complaint } from './reading/complaint.ts'

/** Prints complaints as compilers do, so that editors and terminals can lead to the place. */
export function printComplaints(
  complaints: readonly Complaint[],
  output: Output,
  folder: string,
): void {
  for (const { severity, file, line, column, code, words, remedy } of complaints) {
    const style = severity === 'error' ? 'bad' : 'doubtful'
    const place = `${shortPath(file, folder)}:${line}:${column}`
    const kind = output.dress(style, severity)
    output.error(
      `${output.dress('bold', place)}: ${kind}: ${words} ${output.dress('dim', `[${code}]`)}`,
    )
    output.error(`    ${remedy}`)
  }
}

/** `2 errors and 1 warning`. */
export function countComplaints(complaints: readonly Complaint[]): string {
  const errors = complaints.filter(({ severity }) => severity === 'error').length
  const warnings = complaints.length - errors
  const counts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ]
  return counts.join(' and ')
}

/** `1 flow`, `2 flows`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** A path as people would write it from here: relative, unless that climbs out. */
export function shortPath(file: string, folder: string): string {
  if (!file.startsWith('/')) return file
  const short = relative(folder, file)
  return short.startsWith('..') ? file : short
}

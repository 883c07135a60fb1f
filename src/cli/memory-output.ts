import type { Output } from './output.ts'

/** An output that remembers, for tests: what was said, and where. */
export interface MemoryOutput extends Output {
  readonly lines: readonly string[]
  readonly errors: readonly string[]
}

/** The fake of the port {@link Output}; it never dresses anything. */
export function memoryOutput(): MemoryOutput {
  const lines: string[] = []
  const errors: string[] = []
  return {
    lines,
    errors,
    line: text => void lines.push(text),
    error: text => void errors.push(text),
    dress: (_style, text) => text,
  }
}

import type { OnProgress } from '#store'
import type { Output } from '../output.ts'

/** How often a long work says where it has come to. */
const tellEveryMs = 2_000

/** Says now and then where a long work has come to; a short one ends before it would. */
export function progressTo(output: Output, now: () => number): OnProgress {
  let toldAt = now()
  return ({ tenant, what, done, of }) => {
    if (now() - toldAt < tellEveryMs) return
    toldAt = now()
    const whose = tenant === undefined ? '' : `${tenant}: `
    const whole = of === undefined ? '' : ` of ${counted(of)}`
    output.line(output.dress('dim', `  ${whose}${counted(done)}${whole} ${what}`))
  }
}

/** A number as people read it: `1,234,567`. */
export function counted(count: number): string {
  return count.toLocaleString('en-GB')
}

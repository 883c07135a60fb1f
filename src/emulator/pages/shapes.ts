import { z } from 'zod'

/** The largest description a browser sends. */
const offerLengthMax = 20_000

/** A telephone number as pages send it. */
export const e164 = z.string().regex(/^\+[0-9]{6,15}$/, 'is not E.164, as +441632960000')
/** A browser's description of its sound. */
export const offered = z.strictObject({ offer: z.string().max(offerLengthMax) })
/** Keys of a telephone. */
export const pressed = z.strictObject({
  keys: z.string().regex(/^[0-9*#A-D]{1,32}$/, 'are not keys'),
})

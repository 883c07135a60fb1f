/** Microsoft's cloud, as a client sees it. */
export { openEntraSignIn } from './entra/entra-sign-in.ts'
export type { EntraOptions, EntraOutcome, EntraSignIn } from './entra/entra-sign-in.ts'
export type { EntraRefusal } from './entra/refusals.ts'

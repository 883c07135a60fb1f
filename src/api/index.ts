/** What people and programs see and ask for: HTTP, the live socket, and who may. */
export { ApiOpenError, openApi } from './open-api.ts'
export type { ApiServer } from './open-api.ts'
export { captureOf } from './export/capture.ts'
export { exportName, interactionExport } from './export/interaction-export.ts'
export { testFile } from './export/test-file.ts'
export { apiLimits } from './options.ts'
export type { ApiLimits, ApiLog, ApiOptions, RegistrationsNow } from './options.ts'
export type { ApiClock } from './clock.ts'
export type {
  Administration,
  Change,
  ChangeOutcome,
  Changer,
  Placing,
  PromptLibrary,
  PromptOutcome,
  Proposal,
  SpokenText,
  TenantAdministration,
} from './administration.ts'
export type { Floor, LaneDoor, Submitted } from './floor.ts'
export type { KeptFact, Records, TenantRecords } from './records.ts'
export type { Person, Role, WhoIs } from './auth/person.ts'
export type {
  BegunSignIn,
  Identity,
  SignInOutcome,
  SignInPort,
  SignInRefusal,
  SignInRefusalCode,
} from './auth/sign-in-port.ts'

/** SIP as a user agent needs it: messages, transports, transactions, dialogs, trunks. */
export type { Address } from './messages/address.ts'
export type {
  CSeq,
  Header,
  PlainMessage,
  PlainRequest,
  PlainResponse,
  SipMessage,
  SipRequest,
  SipResponse,
} from './messages/message.ts'
export type { Via } from './messages/via.ts'
export type {
  Acknowledgement,
  Call,
  CallAnswer,
  CallEnd,
  CallFailure,
  CallHandlers,
  CallProgress,
  Describe,
  Credentials,
  DialogId,
  DialogRules,
  EndCause,
  ExtraHeaders,
  FailureCode,
  HangUp,
  IncomingCall,
  IncomingRefer,
  InviteView,
  OutgoingCall,
  OutgoingInvite,
  ReinviteReply,
  ReinviteResult,
} from './calls.ts'
export type {
  OptionsReply,
  PingOptions,
  PingResult,
  ScreenedRequest,
  SipClock,
  SipCounts,
  SipDecision,
  SipEndpoint,
  SipEndpointOptions,
  SipLimits,
  SipLogEvent,
} from './endpoint/endpoint-options.ts'
export type {
  BoundPoint,
  ListenPoint,
  SipSource,
  SipTarget,
  SipTransport,
  TlsClient,
  RenewedIdentity,
  TlsIdentity,
} from './transport/points.ts'
export type { NaptrRecord, SipResolver, SrvRecord } from './endpoint/endpoint-options.ts'
export { openSipEndpoint } from './endpoint/endpoint.ts'
export { parseMessage } from './messages/parse.ts'
export type { ParseProblem, ParseResult } from './messages/parse.ts'
export { printMessage } from './messages/print.ts'
export { parseAddress, printAddress } from './messages/address.ts'
export { header, valueOf, valuesOf } from './messages/header.ts'
export { parseUri, userOf } from './messages/uri.ts'
export type { SipUri } from './messages/uri.ts'
export {
  carrierProfile,
  directRoutingProfile,
  directRoutingReferProfile,
  directRoutingTargets,
} from './trunk/direct-routing.ts'
export type { Registration, RegistrationState } from './trunk/registration.ts'
export { TrunkHealth } from './trunk/trunk-health.ts'
export type { TargetHealth, TrunkHealthOptions } from './trunk/trunk-health.ts'
export { contactOn, inviteOn, rulesOf } from './trunk/trunk-profile.ts'
export type { CallerIdPolicy, Trunk, TrunkCall, TrunkProfile } from './trunk/trunk-profile.ts'
export { createDigestGate } from './trunk/digest-gate.ts'
export type { DigestGateOptions } from './trunk/digest-gate.ts'
export { sipReaders } from './fuzz-readers.ts'
export type { SipReader } from './fuzz-readers.ts'

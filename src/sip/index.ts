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
  Call,
  CallAnswer,
  CallEnd,
  CallFailure,
  CallHandlers,
  CallProgress,
  Credentials,
  DialogId,
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
} from './endpoint-options.ts'
export type {
  BoundPoint,
  ListenPoint,
  SipSource,
  SipTarget,
  SipTransport,
  TlsClient,
  TlsIdentity,
} from './transport/points.ts'

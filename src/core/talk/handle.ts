import type { Refusal } from '../effect.ts'
import type {
  ConsultDecided,
  ConsultRequested,
  HoldRequested,
  ResumeRequested,
  TransferRequested,
} from '../input.ts'
import type { Turn } from '../turn.ts'
import { requestConsult } from './consult.ts'
import { decideConsult } from './decide-consult.ts'
import { requestHold, requestResume } from './hold.ts'
import { requestTransfer } from './transfer.ts'

/** What an agent may ask for in the middle of a talk. */
export type TalkRequest =
  | HoldRequested
  | ResumeRequested
  | TransferRequested
  | ConsultRequested
  | ConsultDecided

/** Does what the agent asks for, or says why it makes no sense now. */
export function handle(turn: Turn, input: TalkRequest): Refusal | undefined {
  switch (input.kind) {
    case 'hold-requested':
      return requestHold(turn, input)
    case 'resume-requested':
      return requestResume(turn, input)
    case 'transfer-requested':
      return requestTransfer(turn, input)
    case 'consult-requested':
      return requestConsult(turn, input)
    case 'consult-decided':
      return decideConsult(turn, input)
  }
}

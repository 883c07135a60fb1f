import type { OfferView } from '#contract'

/** The people, queues and numbers of the gallery's made-up company. */
export const sales = { id: 'sales', name: 'Sales' }
export const support = { id: 'support', name: 'Support' }
export const spanish = { id: 'spanish', name: 'Atención en español' }
export const amara = { id: 'amara', name: 'Amara Okafor' }
export const joel = { id: 'joel', name: 'Joel Lindqvist' }
export const mei = { id: 'mei', name: 'Mei Tanaka' }
export const rosa = { id: 'rosa', name: 'Rosa Benítez' }
export const tom = { id: 'tom', name: 'Tom Whitlock' }
export const customer = { address: '+441632960147', name: 'Priya Raman' }
export const dialled = '+441632960100'
export const choices = [
  { digit: '2', step: 'menu', ledTo: 'Support' },
  { digit: '1', step: 'support-menu', ledTo: 'A product I have' },
]

/** Why Amara: one chosen, one who could have been, three left out. */
export const decision: OfferView['why'] = {
  rule: 'Of the agents with the skills asked for, the one idle longest.',
  candidates: [
    {
      agent: amara,
      verdict: 'chosen',
      why: 'Idle longest: 4 min 12 s, has English 5 and Products 3.',
    },
    { agent: mei, verdict: 'eligible', why: 'Idle for 1 min 40 s.' },
    { agent: joel, verdict: 'excluded', why: 'Declined it 1 s before.' },
    { agent: rosa, verdict: 'excluded', why: 'Products 1 of the 2 asked for.' },
    { agent: tom, verdict: 'excluded', why: 'Not ready: Lunch.' },
  ],
  unlisted: 2,
}

/** Why Joel before her: he was idle longer, and did not want the call. */
export const firstDecision: OfferView['why'] = {
  rule: 'Of the agents with the skills asked for, the one idle longest.',
  candidates: [
    {
      agent: joel,
      verdict: 'chosen',
      why: 'Idle longest: 6 min 2 s, has English 5 and Products 4.',
    },
    { agent: amara, verdict: 'eligible', why: 'Idle for 3 min 56 s.' },
    { agent: mei, verdict: 'eligible', why: 'Idle for 1 min 24 s.' },
    { agent: rosa, verdict: 'excluded', why: 'Products 1 of the 2 asked for.' },
    { agent: tom, verdict: 'excluded', why: 'Not ready: Lunch.' },
  ],
  unlisted: 2,
}

import type { Emulator, EmulatorConfig, TeamsClient } from '#emulator'

type Directory = EmulatorConfig['tenants'][number]

/** Our paired name, the number callers know, and what Microsoft's proxy proves. */
export const ourName = 'sbc.contoso.example'
export const mainNumber = '+441632960000'
export const proxyName = 'sip.pstnhub.microsoft.com'

/** A caller whom Contoso's administrator blocked. */
export const blockedNumber = '+441632969999'

/** The people of Contoso, with the numbers of their Teams phones. */
export const people = {
  anna: { id: 'anna', number: '+441632960101' },
  ben: { id: 'ben', number: '+441632960102' },
  short: { id: 'short', number: '+1001' },
} as const

/** Contoso, whose trunk we are. */
export function directory(): Directory {
  return {
    directoryId: '11111111-2222-4333-8444-555555555555',
    name: 'Contoso',
    domains: ['contoso.example'],
    people: [
      { ...people.anna, name: 'Anna Lind', userName: 'anna@contoso.example' },
      { ...people.ben, name: 'Ben Okoro', userName: 'ben@contoso.example' },
      { ...people.short, name: 'Front Desk', userName: 'desk@contoso.example' },
    ],
    apps: [],
    blockedCallers: [blockedNumber],
  }
}

/** Another organisation, with one short number in common with Contoso. */
export function someoneElse(): Directory {
  return {
    directoryId: '22222222-2222-4333-8444-555555555555',
    name: 'Fabrikam',
    domains: ['fabrikam.example'],
    people: [{ id: 'fay', number: '+1001', name: 'Fay Price', userName: 'fay@fabrikam.example' }],
    apps: [],
  }
}

/** The Teams client of somebody. */
export function clientOf(emulator: Emulator, who: keyof typeof people): TeamsClient {
  return emulator.client(people[who].id)
}

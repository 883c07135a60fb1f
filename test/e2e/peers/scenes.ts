/** One thing the gallery can show, and what is pressed once it is there. */
export interface Scene {
  readonly name: string
  readonly wished: Readonly<Record<string, string>>
  readonly press?: readonly (readonly ['button' | 'menuitem' | 'tab', string | RegExp])[]
  /** What is chosen of a list, by the list's label. */
  readonly choose?: readonly [list: string, choice: string]
}

const desks: readonly Scene[] = [
  'signed-out',
  'not-ready',
  'missed',
  'available',
  'offer',
  'talk',
  'held',
  'consult',
  'asked',
  'wrap-up',
  'tasks',
].map(desk => ({ name: `desk ${desk}`, wished: { page: '/', desk } }))

const settings: readonly Scene[] = [
  'overview',
  'numbers',
  'queues',
  'people',
  'skills',
  'hours',
  'flows',
  'prompts',
  'dispositions',
  'forms',
  'experts',
  'webCalls',
  'tenant',
  'audit',
].map(section => ({
  name: `settings ${section}`,
  wished: { page: section === 'overview' ? '/admin' : `/admin/${section}` },
}))

const interaction = { page: '/interactions/i-1' }
const panels = ['What happened', 'Flow', 'Calls', 'Why', 'Record'] as const

/** The customer's own page, in each of its states. */
const calls: readonly Scene[] = [
  'ready',
  'calling',
  'talking',
  'over',
  'denied',
  'full',
  'absent',
].map(call => ({ name: `call ${call}`, wished: { call } }))

/** Every page of the app in every state that looks like another. */
export const scenes: readonly Scene[] = [
  ...desks,
  { name: 'desk of nobody', wished: { page: '/', state: 'no-agent' } },
  {
    name: 'desk settings',
    wished: { page: '/', desk: 'available', tour: 'on' },
    press: [['button', 'You and your settings']],
  },
  {
    name: 'desk keypad',
    wished: { page: '/', desk: 'talk' },
    press: [['button', 'Keypad']],
  },
  {
    name: 'desk transfer',
    wished: { page: '/', desk: 'talk' },
    press: [['button', 'Transfer']],
  },
  { name: 'board', wished: { page: '/board' } },
  { name: 'board of 300', wished: { page: '/board', crowd: '300' } },
  { name: 'board empty', wished: { page: '/board', state: 'empty' } },
  {
    name: 'board move',
    wished: { page: '/board' },
    press: [
      ['button', 'Actions for Marek Dvořák'],
      ['menuitem', /Move/],
    ],
  },
  {
    name: 'board why not',
    wished: { page: '/board' },
    press: [
      ['button', 'Actions for Joel Lindqvist'],
      ['menuitem', /Why/],
    ],
  },
  {
    name: 'board not ready',
    wished: { page: '/board' },
    press: [
      ['button', 'Actions for Mei Tanaka'],
      ['menuitem', 'Set to not ready'],
    ],
  },
  {
    name: 'board walls',
    wished: { page: '/board' },
    press: [['button', 'Wallboards']],
  },
  { name: 'board lost', wished: { page: '/board', state: 'lost' } },
  { name: 'agent day', wished: { page: '/agents/amara' } },
  {
    name: 'agent day closer',
    wished: { page: '/agents/amara' },
    press: [['button', 'Closer']],
  },
  { name: 'wall', wished: { page: '/wall/token' } },
  { name: 'wall taken back', wished: { page: '/wall/token', state: 'forbidden' } },
  { name: 'interactions', wished: { page: '/interactions' } },
  { name: 'interactions empty', wished: { page: '/interactions', state: 'empty' } },
  ...panels.map((panel): Scene => ({
    name: `interaction ${panel.toLowerCase()}`,
    wished: interaction,
    press: [['tab', panel]],
  })),
  ...settings,
  {
    name: 'settings review',
    wished: { page: '/admin/queues' },
    press: [
      ['button', 'Add'],
      ['button', 'Review changes'],
    ],
  },
  { name: 'emulated phone', wished: { page: '/emulator/phone' } },
  {
    name: 'emulated phone talking',
    wished: { page: '/emulator/phone' },
    press: [['button', /^Call$/]],
  },
  { name: 'emulated teams', wished: { page: '/emulator/teams' } },
  {
    name: 'emulated teams talking',
    wished: { page: '/emulator/teams' },
    choose: ['Whose client', 'Joel Lindqvist'],
    press: [['button', 'Transfer']],
  },
  { name: 'emulated panel', wished: { page: '/emulator/panel' } },
  { name: 'welcome', wished: { page: '/', state: 'signed-out', tour: 'on' } },
  { name: 'desk guided', wished: { page: '/', desk: 'available', tour: 'on' } },
  { name: 'newest awaited', wished: { page: '/why', state: 'empty', tour: 'on' } },
  { name: 'sign-in', wished: { page: '/', state: 'signed-out' } },
  { name: 'lost', wished: { page: '/', state: 'lost' } },
  { name: 'slow', wished: { page: '/', state: 'slow' } },
  { name: 'unreachable', wished: { page: '/', state: 'unreachable' } },
  { name: 'forbidden', wished: { page: '/board', state: 'forbidden' } },
  { name: 'nowhere', wished: { page: '/nowhere' } },
  ...calls,
]

/** One thing the gallery can show, and what is pressed once it is there. */
export interface Scene {
  readonly name: string
  readonly wished: Readonly<Record<string, string>>
  readonly press?: readonly (readonly ['button' | 'menuitem' | 'tab', string | RegExp])[]
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
  'tenant',
  'audit',
].map(section => ({
  name: `settings ${section}`,
  wished: { page: section === 'overview' ? '/admin' : `/admin/${section}` },
}))

const interaction = { page: '/interactions/i-1' }
const panels = ['What happened', 'Flow', 'Calls', 'Why', 'Record'] as const

/** Every page of the app in every state that looks like another. */
export const scenes: readonly Scene[] = [
  ...desks,
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
  { name: 'agent day', wished: { page: '/agents/amara' } },
  {
    name: 'agent day closer',
    wished: { page: '/agents/amara' },
    press: [['button', 'Closer']],
  },
  { name: 'wall', wished: { page: '/wall/token' } },
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
  { name: 'emulated teams', wished: { page: '/emulator/teams' } },
  { name: 'emulated panel', wished: { page: '/emulator/panel' } },
  { name: 'welcome', wished: { page: '/', state: 'signed-out', tour: 'on' } },
  { name: 'desk guided', wished: { page: '/', desk: 'available', tour: 'on' } },
  { name: 'sign-in', wished: { page: '/', state: 'signed-out' } },
  { name: 'lost', wished: { page: '/', state: 'lost' } },
  { name: 'slow', wished: { page: '/', state: 'slow' } },
  { name: 'unreachable', wished: { page: '/', state: 'unreachable' } },
  { name: 'forbidden', wished: { page: '/board', state: 'forbidden' } },
  { name: 'nowhere', wished: { page: '/nowhere' } },
]

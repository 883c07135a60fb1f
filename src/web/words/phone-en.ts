/** English of the phone in the browser. */
export const phoneEn = {
  title: 'Your calls ring',
  uses: { teams: 'at my Teams phone', browser: 'in this browser', both: 'at both' },
  besideTeams: 'Or answer on your Teams phone',
  microphone: 'Microphone',
  speaker: 'Loudspeaker',
  systemChoice: 'As the system',
  test: 'Hear yourself',
  endTest: 'End the test',
  testHint: 'Speak: the bar moves, and you hear yourself. Wear headphones.',
  level: 'Loudness of your microphone',
  dismiss: 'Dismiss',
  troubles: {
    denied:
      'The browser may not use the microphone. Allow it beside the address of this page, then answer again.',
    missing: 'No microphone was found. Plug one in or choose another.',
    busy: 'The microphone could not be opened. Close other programs that use it.',
    gone: 'The call was over already.',
    taken: 'Another phone of yours has taken this call.',
    'no-sound':
      'The sound could not be agreed on. Reload this page, or answer at your Teams phone.',
  },
  at: {
    joining: 'Joining the sound',
    talking: 'You speak through this browser',
    returning: 'The sound was lost. Bringing it back',
  },
}

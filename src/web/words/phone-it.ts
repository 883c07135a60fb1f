/** Italian of the phone in the browser. */
export const phoneIt = {
  title: 'Le sue chiamate squillano',
  uses: { teams: 'sul mio telefono Teams', browser: 'in questo browser', both: 'su entrambi' },
  besideTeams: 'Oppure risponda sul telefono Teams',
  microphone: 'Microfono',
  speaker: 'Altoparlante',
  systemChoice: 'Quello del sistema',
  test: 'Ascoltarsi',
  endTest: 'Terminare la prova',
  testHint: 'Parli: la barra si muove e lei si sente. Usi le cuffie.',
  level: 'Volume del suo microfono',
  dismiss: 'Chiudere',
  troubles: {
    denied:
      'Il browser non può usare il microfono. Lo consenta accanto all’indirizzo di questa pagina, poi risponda di nuovo.',
    missing: 'Nessun microfono trovato. Ne colleghi uno o ne scelga un altro.',
    busy: 'Impossibile aprire il microfono. Chiuda gli altri programmi che lo usano.',
    gone: 'La chiamata era già finita.',
    taken: 'Un altro suo telefono ha preso questa chiamata.',
    'no-sound': 'Nessun accordo sull’audio. Ricarichi la pagina o risponda sul telefono Teams.',
  },
  at: {
    joining: 'Collegamento dell’audio',
    talking: 'Sta parlando attraverso questo browser',
    returning: 'Audio perso. Ripristino in corso',
  },
}

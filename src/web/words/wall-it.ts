import type { Words } from './catalog.ts'
import type { wallEn } from './wall-en.ts'

/** Italian of the wallboard. */
export const wallIt: Pick<Words, keyof typeof wallEn> = {
  wall: {
    waiting: 'In attesa',
    longest: 'Attesa più lunga',
    serviceLevel: 'In tempo oggi',
    answered: 'Risposte oggi',
    abandoned: 'Rinunce oggi',
    behind: 'Vedi le interazioni che lo compongono',
    queues: 'Code',
    queue: 'Coda',
    formulas: {
      waiting: 'Tutti quelli che ora attendono in queste code.',
      longest: 'Da quanto attende chi attende da più tempo.',
      answered: 'Visite a queste code dalla mezzanotte a cui un operatore ha risposto.',
      abandoned:
        'Visite a queste code dalla mezzanotte in cui il cliente ha riagganciato mentre attendeva.',
    },
    dialects: {
      left: 'Risposte in tempo, su tutte le uscite dalla coda.',
      decided: 'Risposte in tempo, su risposte e rinunce.',
      'without-short':
        'Risposte in tempo, su risposte e rinunce, senza le rinunce entro cinque secondi.',
      answered: 'Risposte in tempo, sulle sole risposte.',
    },
    dialectNames: {
      left: 'Su tutte le uscite',
      decided: 'Su risposte e rinunce',
      'without-short': 'Lo stesso, senza le brevi',
      answered: 'Sulle risposte',
    },
    title: 'Tabellone',
    boards: 'Tabelloni',
    make: 'Crea un tabellone',
    name: 'Nome',
    dialect: 'Livello di servizio',
    linkSays: 'Apra questo collegamento sul televisore. È mostrato solo questa volta.',
    revoke: 'Ritira',
    revokeOf: name => `Ritira ${name}`,
    none: 'Ancora nessun tabellone.',
    all: 'Mostra tutte le code.',
  },
}

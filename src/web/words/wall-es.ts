import type { Words } from './catalog.ts'
import type { wallEn } from './wall-en.ts'

/** Spanish of the wallboard. */
export const wallEs: Pick<Words, keyof typeof wallEn> = {
  wall: {
    waiting: 'En espera',
    longest: 'Espera más larga',
    serviceLevel: 'A tiempo hoy',
    answered: 'Atendidas hoy',
    abandoned: 'Abandonadas hoy',
    behind: 'Ver las interacciones que lo componen',
    queues: 'Colas',
    queue: 'Cola',
    formulas: {
      waiting: 'Todos los que esperan ahora en estas colas.',
      longest: 'Cuánto lleva esperando quien más espera.',
      answered: 'Visitas a estas colas desde medianoche que un agente atendió.',
      abandoned:
        'Visitas a estas colas desde medianoche en que el cliente colgó mientras esperaba.',
    },
    dialects: {
      left: 'Atendidas a tiempo, de todas las que salieron de la cola.',
      decided: 'Atendidas a tiempo, de las atendidas o abandonadas.',
      'without-short':
        'Atendidas a tiempo, de las atendidas o abandonadas, sin los abandonos en menos de cinco segundos.',
      answered: 'Atendidas a tiempo, solo de las atendidas.',
    },
    dialectNames: {
      left: 'De todas las que salieron',
      decided: 'De atendidas y abandonadas',
      'without-short': 'Igual, sin abandonos breves',
      answered: 'De las atendidas',
    },
    title: 'Pantalla',
    boards: 'Pantallas',
    make: 'Crear una pantalla',
    name: 'Nombre',
    dialect: 'Nivel de servicio',
    linkSays: 'Abra este enlace en el televisor. Solo se muestra esta vez.',
    revoke: 'Retirar',
    revokeOf: name => `Retirar ${name}`,
    none: 'Aún no hay pantallas.',
    all: 'Muestra todas las colas.',
  },
}

import type { Words } from './catalog.ts'
import type { wallEn } from './wall-en.ts'

/** Portuguese of the wallboard. */
export const wallPt: Pick<Words, keyof typeof wallEn> = {
  wall: {
    waiting: 'À espera',
    longest: 'Espera mais longa',
    serviceLevel: 'A tempo hoje',
    answered: 'Atendidas hoje',
    abandoned: 'Desistências hoje',
    behind: 'Ver as interações por trás',
    queues: 'Filas',
    queue: 'Fila',
    formulas: {
      waiting: 'Todos os que esperam agora nestas filas.',
      longest: 'Há quanto tempo espera quem mais espera.',
      answered: 'Visitas a estas filas desde a meia-noite que um agente atendeu.',
      abandoned:
        'Visitas a estas filas desde a meia-noite em que o cliente desligou enquanto esperava.',
    },
    dialects: {
      left: 'Atendidas a tempo, de todas as que saíram da fila.',
      decided: 'Atendidas a tempo, das atendidas ou desistidas.',
      'without-short':
        'Atendidas a tempo, das atendidas ou desistidas, sem as desistências em cinco segundos.',
      answered: 'Atendidas a tempo, só das atendidas.',
    },
    dialectNames: {
      left: 'De todas as que saíram',
      decided: 'De atendidas e desistidas',
      'without-short': 'Igual, sem as breves',
      answered: 'Das atendidas',
    },
    title: 'Ecrã de parede',
    boards: 'Ecrãs de parede',
    make: 'Criar um ecrã',
    name: 'Nome',
    dialect: 'Nível de serviço',
    linkSays: 'Abra esta ligação na televisão. Só é mostrada desta vez.',
    revoke: 'Retirar',
    revokeOf: name => `Retirar ${name}`,
    none: 'Ainda não há ecrãs.',
    all: 'Mostra todas as filas.',
  },
}

/** Spanish of the phone in the browser. */
export const phoneEs = {
  title: 'Sus llamadas suenan',
  uses: { teams: 'en mi teléfono de Teams', browser: 'en este navegador', both: 'en los dos' },
  besideTeams: 'O responda en su teléfono de Teams',
  microphone: 'Micrófono',
  speaker: 'Altavoz',
  systemChoice: 'El del sistema',
  test: 'Oírse a sí mismo',
  endTest: 'Terminar la prueba',
  testHint: 'Hable: la barra se mueve y usted se oye. Use auriculares.',
  level: 'Volumen de su micrófono',
  dismiss: 'Cerrar',
  troubles: {
    denied:
      'El navegador no puede usar el micrófono. Permítalo junto a la dirección de esta página y responda de nuevo.',
    missing: 'No se ha encontrado ningún micrófono. Conecte uno o elija otro.',
    busy: 'No se ha podido abrir el micrófono. Cierre otros programas que lo usen.',
    gone: 'La llamada ya había terminado.',
    taken: 'Otro de sus teléfonos ha cogido esta llamada.',
    'no-sound':
      'No hubo acuerdo sobre el sonido. Recargue esta página o responda en su teléfono de Teams.',
  },
  at: {
    joining: 'Uniendo el sonido',
    talking: 'Habla por este navegador',
    returning: 'Se ha perdido el sonido. Recuperándolo',
  },
}

/** Portuguese of the phone in the browser. */
export const phonePt = {
  title: 'As suas chamadas tocam',
  uses: { teams: 'no meu telefone do Teams', browser: 'neste navegador', both: 'em ambos' },
  besideTeams: 'Ou atenda no seu telefone do Teams',
  microphone: 'Microfone',
  speaker: 'Altifalante',
  systemChoice: 'O do sistema',
  test: 'Ouvir-se a si próprio',
  endTest: 'Terminar o teste',
  testHint: 'Fale: a barra move-se e ouve-se a si próprio. Use auscultadores.',
  level: 'Volume do seu microfone',
  dismiss: 'Fechar',
  troubles: {
    denied:
      'O navegador não pode usar o microfone. Permita-o junto ao endereço desta página e atenda de novo.',
    missing: 'Não foi encontrado nenhum microfone. Ligue um ou escolha outro.',
    busy: 'Não foi possível abrir o microfone. Feche outros programas que o usem.',
    gone: 'A chamada já tinha terminado.',
    taken: 'Outro dos seus telefones atendeu esta chamada.',
    'no-sound':
      'Não houve acordo sobre o som. Recarregue esta página ou atenda no seu telefone do Teams.',
  },
  at: {
    joining: 'A ligar o som',
    talking: 'Está a falar por este navegador',
    returning: 'O som perdeu-se. A recuperá-lo',
  },
}

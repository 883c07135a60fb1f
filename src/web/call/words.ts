import type { Language } from '../model/settings.ts'
import type { CallTrouble } from './caller.ts'

/** Everything a customer reads on the page of a call. */
export interface CallWords {
  readonly call: string
  readonly again: string
  readonly microphone: string
  readonly agree: string
  readonly hangUp: string
  readonly mute: string
  readonly unmute: string
  readonly keypad: string
  readonly key: (key: string) => string
  readonly timer: string
  readonly at: Readonly<
    Record<
      'loading' | 'absent' | 'idle' | 'asking' | 'calling' | 'talking' | 'returning' | 'over',
      string
    >
  >
  readonly muted: string
  readonly insecure: string
  readonly troubles: Readonly<Record<CallTrouble, string>>
}

const en: CallWords = {
  call: 'Call now',
  again: 'Call again',
  microphone: 'Your browser will ask for the microphone. Nobody hears you before you call.',
  agree: 'I agree',
  hangUp: 'Hang up',
  mute: 'Mute',
  unmute: 'Unmute',
  keypad: 'Keypad',
  key: key => `Key ${key}`,
  timer: 'Time of the call',
  at: {
    loading: 'One moment…',
    absent: 'This button leads nowhere any more.',
    idle: 'Ready to call',
    asking: 'Please allow the microphone.',
    calling: 'Calling…',
    talking: 'You are connected',
    returning: 'The connection was lost. Bringing it back…',
    over: 'The call has ended',
  },
  muted: 'You are muted',
  insecure: 'Browsers give the microphone to secure pages alone: open this page by https.',
  troubles: {
    denied:
      'The microphone is not allowed. Allow it by the sign beside the page’s address, then call again.',
    missing: 'No microphone was found. Connect one, then call again.',
    busy: 'Another program holds the microphone. Close it, then call again.',
    refused: 'Nobody can take your call now. Please try again later.',
    'consent-needed': 'What you agree to has changed. Please read it again, then call.',
    'no-sound': 'Your network lets no voice through. Try another one, such as your phone’s.',
    elsewhere: 'The call goes on in another window.',
    'too-often': 'There were many calls from your network just now. Please wait a minute.',
    'too-many-from-here': 'Others in your network are calling already. Please try again later.',
    'entry-full': 'All lines are taken. Please try again in a few minutes.',
    offline: 'We cannot be reached. Check your network, then try again.',
  },
}

const es: CallWords = {
  call: 'Llamar ahora',
  again: 'Llamar otra vez',
  microphone: 'El navegador pedirá el micrófono. Nadie le oye antes de que llame.',
  agree: 'Estoy de acuerdo',
  hangUp: 'Colgar',
  mute: 'Silenciar',
  unmute: 'Activar el micrófono',
  keypad: 'Teclado',
  key: key => `Tecla ${key}`,
  timer: 'Duración de la llamada',
  at: {
    loading: 'Un momento…',
    absent: 'Este botón ya no lleva a ninguna parte.',
    idle: 'Listo para llamar',
    asking: 'Permita el micrófono, por favor.',
    calling: 'Llamando…',
    talking: 'Está conectado',
    returning: 'Se perdió la conexión. La estamos recuperando…',
    over: 'La llamada ha terminado',
  },
  muted: 'Está en silencio',
  insecure: 'Los navegadores dan el micrófono solo a páginas seguras: abra esta por https.',
  troubles: {
    denied:
      'El micrófono no está permitido. Permítalo en el signo junto a la dirección y llame otra vez.',
    missing: 'No se encontró ningún micrófono. Conecte uno y llame otra vez.',
    busy: 'Otro programa usa el micrófono. Ciérrelo y llame otra vez.',
    refused: 'Ahora nadie puede atender su llamada. Inténtelo más tarde.',
    'consent-needed': 'Lo que usted acepta ha cambiado. Léalo de nuevo y llame.',
    'no-sound': 'Su red no deja pasar la voz. Pruebe con otra, como la de su móvil.',
    elsewhere: 'La llamada sigue en otra ventana.',
    'too-often': 'Hubo muchas llamadas desde su red. Espere un minuto.',
    'too-many-from-here': 'Otros de su red ya están llamando. Inténtelo más tarde.',
    'entry-full': 'Todas las líneas están ocupadas. Inténtelo en unos minutos.',
    offline: 'No podemos conectar. Compruebe su red e inténtelo otra vez.',
  },
}

const pt: CallWords = {
  call: 'Ligar agora',
  again: 'Ligar de novo',
  microphone: 'O navegador vai pedir o microfone. Ninguém ouve você antes de ligar.',
  agree: 'Concordo',
  hangUp: 'Desligar',
  mute: 'Silenciar',
  unmute: 'Ativar o microfone',
  keypad: 'Teclado',
  key: key => `Tecla ${key} do teclado`,
  timer: 'Duração da chamada',
  at: {
    loading: 'Um instante…',
    absent: 'Este botão já não leva a lugar nenhum.',
    idle: 'Pronto para ligar',
    asking: 'Permita o microfone, por favor.',
    calling: 'Chamando…',
    talking: 'Você está conectado',
    returning: 'A conexão caiu. Estamos a recuperá-la…',
    over: 'A chamada terminou',
  },
  muted: 'Você está em silêncio',
  insecure: 'Os navegadores dão o microfone só a páginas seguras: abra esta por https.',
  troubles: {
    denied:
      'O microfone não está permitido. Permita-o no sinal ao lado do endereço e ligue de novo.',
    missing: 'Nenhum microfone foi encontrado. Conecte um e ligue de novo.',
    busy: 'Outro programa usa o microfone. Feche-o e ligue de novo.',
    refused: 'Ninguém pode atender agora. Tente mais tarde.',
    'consent-needed': 'O que aceita mudou. Leia de novo e depois ligue.',
    'no-sound': 'A sua rede não deixa passar a voz. Tente outra, como a do telemóvel.',
    elsewhere: 'A chamada continua noutra janela.',
    'too-often': 'Houve muitas chamadas da sua rede. Espere um minuto.',
    'too-many-from-here': 'Outros da sua rede já estão a ligar. Tente mais tarde.',
    'entry-full': 'Todas as linhas estão ocupadas. Tente em alguns minutos.',
    offline: 'Não conseguimos ligação. Verifique a rede e tente de novo.',
  },
}

const it: CallWords = {
  call: 'Chiama ora',
  again: 'Chiama di nuovo',
  microphone: 'Il browser chiederà il microfono. Nessuno sente prima della chiamata.',
  agree: 'Sono d’accordo',
  hangUp: 'Riaggancia',
  mute: 'Disattiva il microfono',
  unmute: 'Riattiva il microfono',
  keypad: 'Tastierino',
  key: key => `Tasto ${key}`,
  timer: 'Durata della chiamata',
  at: {
    loading: 'Un momento…',
    absent: 'Questo pulsante non porta più da nessuna parte.',
    idle: 'Pronto a chiamare',
    asking: 'Consenta il microfono, per favore.',
    calling: 'Chiamata in corso…',
    talking: 'È in linea',
    returning: 'Il collegamento è caduto. Lo stiamo riprendendo…',
    over: 'La chiamata è finita',
  },
  muted: 'Il microfono è disattivato',
  insecure: 'I browser danno il microfono solo a pagine sicure: apra questa con https.',
  troubles: {
    denied:
      'Il microfono non è consentito. Lo consenta dal segno accanto all’indirizzo e richiami.',
    missing: 'Nessun microfono trovato. Ne colleghi uno e richiami.',
    busy: 'Un altro programma usa il microfono. Lo chiuda e richiami.',
    refused: 'Ora nessuno può rispondere. Riprovi più tardi.',
    'consent-needed': 'Ciò che Lei accetta è cambiato. Lo rilegga, poi chiami.',
    'no-sound':
      'La sua rete non lascia passare la voce. Ne provi un’altra, come quella del cellulare.',
    elsewhere: 'La chiamata continua in un’altra finestra.',
    'too-often': 'Ci sono state molte chiamate dalla sua rete. Attenda un minuto.',
    'too-many-from-here': 'Altri della sua rete stanno già chiamando. Riprovi più tardi.',
    'entry-full': 'Tutte le linee sono occupate. Riprovi tra qualche minuto.',
    offline: 'Non siamo raggiungibili. Controlli la rete e riprovi.',
  },
}

const ru: CallWords = {
  call: 'Позвонить',
  again: 'Позвонить снова',
  microphone: 'Браузер попросит микрофон. До звонка вас никто не слышит.',
  agree: 'Я согласен',
  hangUp: 'Положить трубку',
  mute: 'Выключить микрофон',
  unmute: 'Включить микрофон',
  keypad: 'Клавиши',
  key: key => `Клавиша ${key}`,
  timer: 'Время разговора',
  at: {
    loading: 'Минуту…',
    absent: 'Эта кнопка больше никуда не ведёт.',
    idle: 'Можно звонить',
    asking: 'Разрешите микрофон, пожалуйста.',
    calling: 'Звоним…',
    talking: 'Вы на связи',
    returning: 'Связь пропала. Восстанавливаем…',
    over: 'Звонок окончен',
  },
  muted: 'Ваш микрофон выключен',
  insecure: 'Браузеры дают микрофон только защищённым страницам: откройте эту по https.',
  troubles: {
    denied: 'Микрофон не разрешён. Разрешите его у адреса страницы и позвоните снова.',
    missing: 'Микрофон не найден. Подключите его и позвоните снова.',
    busy: 'Микрофон занят другой программой. Закройте её и позвоните снова.',
    refused: 'Сейчас некому ответить. Позвоните позже.',
    'consent-needed':
      'Условия, с которыми Вы соглашаетесь, изменились. Прочтите их снова и позвоните.',
    'no-sound': 'Ваша сеть не пропускает голос. Попробуйте другую, например мобильную.',
    elsewhere: 'Разговор продолжается в другом окне.',
    'too-often': 'Из вашей сети только что было много звонков. Подождите минуту.',
    'too-many-from-here': 'Из вашей сети уже звонят. Попробуйте позже.',
    'entry-full': 'Все линии заняты. Попробуйте через несколько минут.',
    offline: 'Нет связи с нами. Проверьте сеть и попробуйте снова.',
  },
}

/** The words of each language there is. */
export const callWords: Readonly<Record<Language, CallWords>> = { en, es, pt, it, ru }

/**
 * A wait as it is said to a customer, in the languages Parley's pages speak; others hear English.
 * It ends a sentence such as “You will be answered in …”.
 */
export function waitWords(minutes: number, language: string): string {
  const speak = spoken[language.slice(0, 2).toLowerCase()] ?? english
  return speak(minutes)
}

const english = (minutes: number): string =>
  minutes < 1
    ? 'less than a minute'
    : minutes === 1
      ? 'about one minute'
      : `about ${minutes} minutes`

const spoken: Readonly<Record<string, (minutes: number) => string>> = {
  en: english,
  es: minutes =>
    minutes < 1
      ? 'menos de un minuto'
      : minutes === 1
        ? 'un minuto aproximadamente'
        : `unos ${minutes} minutos`,
  it: minutes =>
    minutes < 1
      ? 'meno di un minuto'
      : minutes === 1
        ? 'circa un minuto'
        : `circa ${minutes} minuti`,
  pt: minutes =>
    minutes < 1
      ? 'menos de um minuto'
      : minutes === 1
        ? 'cerca de um minuto'
        : `cerca de ${minutes} minutos`,
  ru: minutes =>
    minutes < 1
      ? 'меньше минуты'
      : minutes % 10 === 1 && minutes % 100 !== 11
        ? `около ${minutes} минуты`
        : `около ${minutes} минут`,
}

/** The kinds of answer a question of a wrap-up form can have. */
export const questionKinds = ['text', 'choice', 'number', 'yes-no'] as const

/** A question of a wrap-up form, as pages change it. */
export interface Question {
  readonly id: string
  readonly label: string
  readonly kind: (typeof questionKinds)[number]
  readonly required: boolean
  /** Of a choice alone. */
  readonly choices?: readonly string[]
}

/** The letters of a short name, at most. */
const idLengthMax = 32

type Forms = Readonly<Record<string, unknown>>

function formsOf(forms: unknown): Forms {
  return typeof forms === 'object' && forms !== null && !Array.isArray(forms) ? { ...forms } : {}
}

/** The questions of a queue's form, as they are written; what is left out is as usual. */
export function questionsOf(forms: unknown, queue: string): readonly Question[] {
  const written = formsOf(forms)[queue]
  return Array.isArray(written) ? written.map(questionOf) : []
}

function questionOf(written: unknown): Question {
  const of = formsOf(written)
  const text = (key: string): string => (typeof of[key] === 'string' ? of[key] : '')
  const choices = of['choices']
  return {
    id: text('id'),
    label: text('label'),
    kind: kindOf(of['kind']),
    required: of['required'] === true,
    ...(Array.isArray(choices) && { choices: choices.map(String) }),
  }
}

function kindOf(written: unknown): Question['kind'] {
  return questionKinds.find(kind => kind === written) ?? 'text'
}

/** All forms with another one for a queue, written as shortly as a person would. */
export function withQuestions(
  forms: unknown,
  queue: string,
  questions: readonly Question[],
): unknown {
  const written = questions.map(({ id, label, kind, required, choices }) => ({
    id,
    label,
    ...(kind === 'text' ? {} : { kind }),
    ...(required ? { required } : {}),
    ...(choices === undefined ? {} : { choices }),
  }))
  return { ...formsOf(forms), [queue]: written }
}

/** A question in other words; a short name that came from the words follows them. */
export function withLabel(question: Question, label: string): Question {
  const follows = question.id === '' || question.id === idFor(question.label)
  return { ...question, label, ...(follows && { id: idFor(label) }) }
}

/** A question of another kind: a choice has something to choose from, and nothing else has. */
export function withKind(question: Question, written: string): Question {
  const { choices = [], ...rest } = question
  const kind = kindOf(written)
  return kind === 'choice' ? { ...rest, kind, choices } : { ...rest, kind }
}

/** `Order number` is `order-number`. */
function idFor(label: string): string {
  return label
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, idLengthMax)
}

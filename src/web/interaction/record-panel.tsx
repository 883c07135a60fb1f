import type { InteractionView } from '#contract'
import type { ReactElement } from 'react'
import { useLanguage, useSource, useModel, useWords } from '../parts/app-context.ts'
import { Details } from '../parts/card.tsx'
import { Cell, Table } from '../parts/table.tsx'
import type { Words } from '../words/catalog.ts'
import { clockTime, timeOfDay } from '../words/times.ts'
import styles from './panels.module.css'
import type { PastModel } from './past.ts'

interface RecordParts {
  readonly view: InteractionView
  readonly past: PastModel
}

/** How a stretch ended, as people say it; an ending of the whole has its own words. */
function resultName(result: string | undefined, words: Words): string {
  if (result === undefined) return '—'
  const names: Readonly<Record<string, string>> = {
    ...words.list.outcomes,
    ...words.interaction.record.results,
  }
  return names[result] ?? result
}

function Stretches({ view }: Pick<RecordParts, 'view'>): ReactElement {
  const all = useWords()
  const words = all.interaction.record
  const language = useLanguage()
  const names = [words.what, words.where, words.began, words.lasted, words.ended]
  return (
    <Table
      caption={words.stretches}
      columns={names.map((name, index) => ({ name, numeric: index === 2 || index === 3 }))}
      empty=""
    >
      {view.segments.map(segment => (
        <tr key={`${segment.kind} ${segment.startedAt}`}>
          <Cell name={words.what} strong>
            {words.kinds[segment.kind]}
          </Cell>
          <Cell name={words.where}>
            {segment.agent?.name ?? segment.queue?.name ?? segment.number ?? segment.flow ?? ''}
          </Cell>
          <Cell name={words.began} numeric>
            {timeOfDay(segment.startedAt, language)}
          </Cell>
          <Cell name={words.lasted} numeric>
            {segment.lastedMs === undefined ? '—' : clockTime(segment.lastedMs)}
          </Cell>
          <Cell name={words.ended}>{resultName(segment.result, all)}</Cell>
        </tr>
      ))}
    </Table>
  )
}

type Filing = InteractionView['filings'][number]

/** What was answered to the wrap-up form, by the labels its fields had. */
function answered(filing: Filing, yesNo: { yes: string; no: string }): [string, string][] {
  return Object.entries(filing.answers ?? {}).map(([id, answer]) => [
    filing.form?.find(field => field.id === id)?.label ?? id,
    typeof answer === 'boolean' ? (answer ? yesNo.yes : yesNo.no) : String(answer),
  ])
}

/** What one agent filed: who, when, how it is filed, and what was written. */
function OneFiling({ filing }: { readonly filing: Filing }): ReactElement {
  const words = useWords()
  const language = useLanguage()
  const { agent, at, how, disposition, note = '' } = filing
  const answers = answered(filing, words.interaction.record)
  return (
    <li>
      <p className={styles.quiet}>
        {agent.name}, <time dateTime={new Date(at).toISOString()}>{timeOfDay(at, language)}</time>
      </p>
      <p className={styles.strong}>{disposition?.name ?? words.interaction.record.filed[how]}</p>
      {answers.length > 0 && <Details rows={answers} />}
      <p className={styles.note}>{note === '' ? words.page.noNote : note}</p>
    </li>
  )
}

/** What each agent filed of the own part. */
function Filed({ view }: Pick<RecordParts, 'view'>): ReactElement {
  const words = useWords()
  return (
    <section>
      <h3>{words.page.wrapUp}</h3>
      {view.filings.length === 0 && <p className={styles.quiet}>{words.page.noWrapUp}</p>}
      <ul className={styles.filings}>
        {view.filings.map(filing => (
          <OneFiling key={`${filing.at} ${filing.agent.id}`} filing={filing} />
        ))}
      </ul>
    </section>
  )
}

type Recording = InteractionView['recordings'][number]

function OneRecording({ recording }: { readonly recording: Recording }): ReactElement {
  const words = useWords()
  const language = useLanguage()
  const { startedAt, durationMs, bytes, sha256, url } = recording
  const began = timeOfDay(startedAt, language)
  return (
    <li>
      <Details
        rows={[
          [words.interaction.record.began, began],
          [words.interaction.record.length, clockTime(durationMs)],
          [words.interaction.record.bytes, `${Math.ceil(bytes / 1024)} kB`],
        ]}
      />
      <p className={styles.digest}>
        {words.page.digest} <code>{sha256}</code>
      </p>
      <a href={url} download aria-label={`${words.page.download}, ${began}`}>
        {words.page.download}
      </a>
    </li>
  )
}

/** Every recording there is, to take away; one for each talk. */
function Sound({ view }: Pick<RecordParts, 'view'>): ReactElement {
  const words = useWords()
  const { recordings, row } = view
  return (
    <section>
      <h3>{words.interaction.record.sound}</h3>
      {recordings.length === 0 && (
        <p className={styles.quiet}>
          {row.endedAt === undefined ? words.page.recordingSoon : words.page.noRecording}
        </p>
      )}
      <ul className={styles.filings}>
        {recordings.map(recording => (
          <OneRecording key={recording.id} recording={recording} />
        ))}
      </ul>
    </section>
  )
}

function Exports({ past }: Pick<RecordParts, 'past'>): ReactElement | undefined {
  const words = useWords().interaction.record
  const state = useSource(useModel().session)
  if (state.kind !== 'signed-in' || state.me.role === 'agent') return undefined
  const forms = [
    ['json', words.json, words.jsonSays],
    ['pcapng', words.capture, words.captureSays],
    ['test.ts', words.test, words.testSays],
  ] as const
  return (
    <section>
      <h3>{words.exports}</h3>
      <ul className={styles.exports}>
        {forms.map(([form, name, says]) => (
          <li key={form}>
            <a href={past.exportUrl(form)} download>
              {name}
            </a>
            <small>{says}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What is on record: stretches, how it was filed, the recording, and the ways out. */
export function RecordPanel(props: RecordParts): ReactElement {
  return (
    <>
      <Stretches view={props.view} />
      <div className={styles.thirds}>
        <Filed view={props.view} />
        <Sound view={props.view} />
        <Exports past={props.past} />
      </div>
      <p className={styles.quiet}>
        {useWords().page.id} <code>{props.view.row.id}</code>
      </p>
    </>
  )
}

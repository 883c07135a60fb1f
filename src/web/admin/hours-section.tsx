import { Button, Checkbox, Field, Input } from '@fluentui/react-components'
import { type ReactElement, useId, useState } from 'react'
import { nextChange, wallTime } from '../model/next-change.ts'
import { days, dayText, type Stretch, weekOf, writtenWeek } from '../model/week.ts'
import { useLanguage, useModel, useSource } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { type Entry, entriesOf, plainText } from './fields.ts'

/** The hours of a day that the drawing names. */
const named = [0, 6, 12, 18, 24]

function Bar(props: { readonly stretches: readonly Stretch[] }): ReactElement {
  return (
    <svg viewBox="0 0 1440 20" preserveAspectRatio="none" aria-hidden="true">
      <rect className={styles.day} width="1440" height="20" />
      {props.stretches.map(({ from, to }) => (
        <rect
          key={from}
          className={styles.openTime}
          x={from}
          width={Math.max(0, to - from)}
          height="20"
        />
      ))}
    </svg>
  )
}

/** One day: drawn, and beside it the text that it is drawn from. */
function Day(props: {
  readonly name: string
  readonly stretches: readonly Stretch[]
  readonly text: string | undefined
  readonly hint: string
  readonly onText: (text: string) => void
}): ReactElement {
  const { words } = useAdmin()
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td>
        <Bar stretches={props.stretches} />
      </td>
      <td>
        {props.text === undefined ? (
          words.hours.always
        ) : (
          <Input
            className={styles.dayText ?? ''}
            aria-label={props.name}
            aria-describedby={props.hint}
            placeholder={words.hours.closed}
            value={props.text}
            onChange={(_, { value }) => props.onText(value)}
          />
        )}
      </td>
    </tr>
  )
}

/** A week of days, or one box that says that it is always open. */
function Week(props: {
  readonly written: unknown
  readonly onWeek: (week: unknown) => void
}): ReactElement {
  const { written, onWeek } = props
  const { words } = useAdmin()
  const isAlways = written === 'always'
  const week = weekOf(written)
  const [texts, setTexts] = useState<readonly string[]>(() =>
    weekOf(isAlways ? {} : written).map(dayText),
  )
  const hint = useId()
  function change(nth: number, text: string): void {
    const next = texts.with(nth, text)
    setTexts(next)
    onWeek(writtenWeek(next))
  }
  return (
    <>
      <Checkbox
        label={words.hours.always}
        checked={isAlways}
        onChange={(_, { checked }) => onWeek(checked === true ? 'always' : writtenWeek(texts))}
      />
      <table className={styles.week}>
        <caption>{words.hours.week}</caption>
        <tbody>
          {days.map((day, nth) => (
            <Day
              key={day}
              name={words.hours[day]}
              stretches={week[nth] ?? []}
              text={isAlways ? undefined : (texts[nth] ?? '')}
              hint={hint}
              onText={text => change(nth, text)}
            />
          ))}
        </tbody>
      </table>
      <div className={styles.under}>
        <span className={styles.axis} aria-hidden="true">
          {named.map(hour => (
            <span key={hour}>{hour}</span>
          ))}
        </span>
        <small id={hint}>{isAlways ? '' : words.hours.hint}</small>
      </div>
    </>
  )
}

/** Whether it is open now and when that changes, as drafted: seen before it is saved. */
function Standing(props: { readonly entry: Entry }): ReactElement {
  const { entry } = props
  const { words } = useAdmin()
  const language = useLanguage()
  const at = useSource(useModel().now)
  const now = wallTime(plainText(entry['zone']), at)
  if (now === undefined) return <p className={styles.wrong}>{words.hours.noZone}</p>
  const holidays = entriesOf(entry['holidays']).map(({ date, open }) => ({
    date: plainText(date),
    open,
  }))
  const { isOpen, next } = nextChange({ week: entry['week'], holidays }, now)
  if (next === undefined) return <p>{isOpen ? words.hours.openAlways : words.hours.neverOpens}</p>
  const when = changeText(next, language)
  return (
    <p className={styles.standing} data-open={isOpen}>
      {isOpen ? words.hours.openUntil(when) : words.hours.closedUntil(when)}
    </p>
  )
}

/** `18:00` today, `Monday 09:00` within a week, the whole date beyond. */
function changeText(
  next: { readonly date: string; readonly minute: number; readonly days: number },
  language: string,
): string {
  const midnight = Date.parse(`${next.date}T00:00:00Z`)
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(
      midnight + next.minute * 60_000,
    )
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  if (next.days === 0) return time
  return `${format(next.days < 7 ? { weekday: 'long' } : { dateStyle: 'long' })} ${time}`
}

function Holidays(props: {
  readonly holidays: readonly Entry[]
  readonly onChange: (holidays: readonly Entry[]) => void
}): ReactElement {
  const { holidays, onChange } = props
  const { words } = useAdmin()
  const put = (nth: number, key: string, value: string): void => {
    const { [key]: _before, ...others } = holidays[nth] ?? {}
    onChange(holidays.with(nth, value === '' ? others : { ...others, [key]: value }))
  }
  return (
    <fieldset className={styles.holidays}>
      <legend>{words.hours.holidays}</legend>
      {holidays.map((holiday, nth) => (
        <div key={nth} className={styles.holiday}>
          {(['date', 'name', 'open'] as const).map(key => (
            <Field key={key} label={key === 'name' ? words.fields.name : words.hours[key]}>
              <Input
                {...(key === 'date' && { type: 'date' as const })}
                value={plainText(holiday[key])}
                onChange={(_, { value }) => put(nth, key, value)}
              />
            </Field>
          ))}
          <Button
            size="small"
            aria-label={words.list.removeOne(plainText(holiday['name']))}
            onClick={() => onChange(holidays.toSpliced(nth, 1))}
          >
            {words.list.remove}
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => onChange([...holidays, { date: '', name: '' }])}>
        {words.list.add}
      </Button>
    </fieldset>
  )
}

/** Opening hours: each a week drawn, its days as text, and its holidays. */
export function HoursSection(): ReactElement {
  const { admin, words } = useAdmin()
  const { checked } = useSource(admin)
  const hours = entriesOf(admin.value('hours'))
  const put = (nth: number, change: Entry): void =>
    admin.change('hours', hours.with(nth, { ...hours[nth], ...change }))
  return (
    <>
      {hours.map((entry, nth) => {
        const wrong = checked?.complaints.find(({ path }) => path[0] === 'hours' && path[1] === nth)
        return (
          <Card key={nth} title={plainText(entry['name']) || '…'}>
            {wrong !== undefined && (
              <p className={styles.wrong} role="alert">
                {wrong.words}. {wrong.remedy}
              </p>
            )}
            <div className={styles.form}>
              {(['id', 'name', 'zone'] as const).map(key => (
                <Field key={key} label={words.fields[key]}>
                  <Input
                    value={plainText(entry[key])}
                    onChange={(_, { value }) => put(nth, { [key]: value })}
                  />
                </Field>
              ))}
            </div>
            <Standing entry={entry} />
            <Week written={entry['week']} onWeek={week => put(nth, { week })} />
            <Holidays
              holidays={entriesOf(entry['holidays'])}
              onChange={holidays => put(nth, { holidays })}
            />
          </Card>
        )
      })}
      <Button
        onClick={() =>
          admin.change('hours', [...hours, { id: '', name: '', zone: 'Europe/London', week: {} }])
        }
      >
        {words.list.add}
      </Button>
    </>
  )
}

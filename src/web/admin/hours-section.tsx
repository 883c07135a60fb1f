import { Button, Checkbox, Field, Input } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import { days, dayText, weekOf, writtenWeek } from '../model/week.ts'
import { useSource } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { type Entry, entriesOf, plainText } from './fields.ts'

/** A week as seven bars; the words beside each bar say the same. */
function Week(props: { readonly written: unknown }): ReactElement {
  const { words } = useAdmin()
  const week = weekOf(props.written)
  return (
    <table className={styles.week}>
      <caption>{words.hours.week}</caption>
      <tbody>
        {days.map((day, nth) => {
          const stretches = week[nth] ?? []
          return (
            <tr key={day}>
              <th scope="row">{words.hours[day]}</th>
              <td>
                <svg viewBox="0 0 1440 20" preserveAspectRatio="none" aria-hidden="true">
                  <rect className={styles.day} width="1440" height="20" />
                  {stretches.map(({ from, to }) => (
                    <rect
                      key={from}
                      className={styles.openTime}
                      x={from}
                      width={to - from}
                      height="20"
                    />
                  ))}
                </svg>
              </td>
              <td>{stretches.length === 0 ? words.hours.closed : dayText(stretches)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function DayInputs(props: {
  readonly written: unknown
  readonly onWeek: (week: unknown) => void
}): ReactElement {
  const { words } = useAdmin()
  const isAlways = props.written === 'always'
  const [texts, setTexts] = useState<readonly string[]>(() =>
    weekOf(isAlways ? {} : props.written).map(dayText),
  )
  return (
    <>
      <Checkbox
        label={words.hours.always}
        checked={isAlways}
        onChange={(_, { checked }) =>
          props.onWeek(checked === true ? 'always' : writtenWeek(texts))
        }
      />
      {!isAlways && (
        <div className={styles.form}>
          {days.map((day, nth) => (
            <Field key={day} label={words.hours[day]} hint={words.hours.hint}>
              <Input
                value={texts[nth] ?? ''}
                onChange={(_, { value }) => {
                  const next = texts.with(nth, value)
                  setTexts(next)
                  props.onWeek(writtenWeek(next))
                }}
              />
            </Field>
          ))}
        </div>
      )}
    </>
  )
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
            <Week written={entry['week']} />
            <DayInputs written={entry['week']} onWeek={week => put(nth, { week })} />
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

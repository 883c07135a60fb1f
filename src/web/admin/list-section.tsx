import type { ConfigSection } from '#contract'
import { Button, SearchBox } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import { useSource } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { EntryForm } from './entry-form.tsx'
import {
  type Entry,
  entriesOf,
  type Field,
  fieldText,
  isEntry,
  listFields,
  tenantFields,
} from './fields.ts'

/** How a section is called in the tenant's file, where that is another word. */
const fileKeys: Readonly<Partial<Record<ConfigSection, string>>> = { people: 'agents' }

/** Entries shown at once; more are found by searching. */
const shownMax = 100

function nameOf(entry: Entry, fields: readonly Field[]): string {
  const [first, second] = fields
  const id = first === undefined ? '' : fieldText(entry, first)
  const name = second === undefined ? '' : fieldText(entry, second)
  return name === '' ? id : name
}

/** What the file calls an entry, beside its name. */
function idOf(entry: Entry, fields: readonly Field[]): string {
  const [first] = fields
  const id = first === undefined ? '' : fieldText(entry, first)
  return id === nameOf(entry, fields) ? '' : id
}

function EntryName(props: { readonly name: string; readonly id: string }): ReactElement {
  return (
    <summary>
      {props.name || '…'}
      {props.id !== '' && <small> · {props.id}</small>}
    </summary>
  )
}

/** A section that is a list: each entry folded to its name, opened to its fields. */
export function ListSection(props: { readonly section: ConfigSection }): ReactElement {
  const { section } = props
  const { admin, words } = useAdmin()
  const { checked, config } = useSource(admin)
  const [sought, setSought] = useState('')
  const fields = listFields[section] ?? []
  const entries = entriesOf(admin.value(section))
  const complaints = checked?.complaints ?? config?.complaints ?? []
  const key = fileKeys[section] ?? section
  const found = entries
    .map((entry, nth) => ({ entry, nth }))
    .filter(({ entry }) => JSON.stringify(entry).toLowerCase().includes(sought.toLowerCase()))
  const put = (nth: number, entry: Entry): void => admin.change(section, entries.with(nth, entry))
  return (
    <Card
      title={words.sections[section === 'holidays' ? 'hours' : section]}
      aside={
        <SearchBox
          aria-label={words.list.find}
          placeholder={words.list.find}
          value={sought}
          onChange={(_, { value }) => setSought(value)}
        />
      }
    >
      {entries.length === 0 && <p className={styles.quiet}>{words.list.none}</p>}
      <ul className={styles.entries}>
        {found.slice(0, shownMax).map(({ entry, nth }) => {
          const isWrong = complaints.some(
            ({ path, severity }) => path[0] === key && path[1] === nth && severity === 'error',
          )
          return (
            <li key={nth}>
              <details data-wrong={isWrong} open={isWrong || nameOf(entry, fields) === ''}>
                <EntryName name={nameOf(entry, fields)} id={idOf(entry, fields)} />
                <EntryForm
                  entry={entry}
                  fields={fields}
                  complaints={complaints}
                  at={[key, nth]}
                  onChange={changed => put(nth, changed)}
                />
                <Button
                  size="small"
                  aria-label={words.list.removeOne(nameOf(entry, fields))}
                  onClick={() => admin.change(section, entries.toSpliced(nth, 1))}
                >
                  {words.list.remove}
                </Button>
              </details>
            </li>
          )
        })}
      </ul>
      <Button onClick={() => admin.change(section, [...entries, {}])}>{words.list.add}</Button>
    </Card>
  )
}

/** The company itself: one entry. */
export function TenantSection(): ReactElement {
  const { admin, words } = useAdmin()
  const { checked } = useSource(admin)
  const value = admin.value('tenant')
  return (
    <Card title={words.sections.tenant}>
      <EntryForm
        entry={isEntry(value) ? value : {}}
        fields={tenantFields}
        complaints={checked?.complaints ?? []}
        at={[]}
        onChange={entry => admin.change('tenant', entry)}
      />
    </Card>
  )
}

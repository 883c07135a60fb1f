import type { ConfigSection } from '#contract'
import { Button, SearchBox } from '@fluentui/react-components'
import { type ReactElement, type ReactNode, useState } from 'react'
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

/** Below this many entries a search is noise. */
const searchFrom = 8

/** An entry's own name, else what the file calls it. */
function nameOf(entry: Entry, fields: readonly Field[]): string {
  const own = fields.find(({ key }) => key === 'name')
  const name = own === undefined ? '' : fieldText(entry, own)
  return name === '' ? idOf(entry, fields) : name
}

/** What the file calls an entry. */
function idOf(entry: Entry, [first]: readonly Field[]): string {
  return first === undefined ? '' : fieldText(entry, first)
}

/** An entry folded: its name, what the file calls it, and the few things that tell it from others. */
function EntryLine(props: {
  readonly entry: Entry
  readonly fields: readonly Field[]
}): ReactElement {
  const { entry, fields } = props
  const { words } = useAdmin()
  const [name, id] = [nameOf(entry, fields), idOf(entry, fields)]
  const gist = fields
    .filter(field => field.isGist === true && fieldText(entry, field) !== '')
    .map(field => [words.fields[field.key], fieldText(entry, field)] as const)
  return (
    <summary>
      <span className={styles.entryName}>
        {name || '…'}
        {id !== name && <small> {id}</small>}
      </span>
      {gist.map(([label, text]) => (
        <span key={label} className={styles.gist}>
          <small>{label}</small> {text}
        </span>
      ))}
    </summary>
  )
}

/** Opens by itself where something is new or wrong; only a person closes it, who may be typing in it. */
function Fold(props: {
  readonly isWrong: boolean
  readonly isNew: boolean
  readonly children: ReactNode
}): ReactElement {
  const { isWrong, isNew } = props
  const [isOpen, setOpen] = useState(isWrong || isNew)
  const [wasWrong, setWasWrong] = useState(isWrong)
  if (wasWrong !== isWrong) {
    setWasWrong(isWrong)
    if (isWrong) setOpen(true)
  }
  return (
    <details
      data-wrong={isWrong}
      open={isOpen}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      {props.children}
    </details>
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
        (entries.length >= searchFrom || sought !== '') && (
          <SearchBox
            aria-label={words.list.find}
            placeholder={words.list.find}
            value={sought}
            onChange={(_, { value }) => setSought(value)}
          />
        )
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
              <Fold isWrong={isWrong} isNew={nameOf(entry, fields) === ''}>
                <EntryLine entry={entry} fields={fields} />
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
              </Fold>
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

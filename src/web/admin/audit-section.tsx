import type { AuditView } from '#contract'
import { Button } from '@fluentui/react-components'
import { type ReactElement, useEffect, useState } from 'react'
import type { Trouble } from '../connection/http.ts'
import { useLanguage, useModel } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Cell, Table } from '../parts/table.tsx'
import { TroubleNote } from '../parts/trouble-note.tsx'
import { shortMoment } from '../words/times.ts'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { aboutWords, deedWords, sideWords } from './deed-words.ts'

type Row = AuditView['rows'][number]

function Deed(props: { readonly row: Row }): ReactElement {
  const { row } = props
  const { words } = useAdmin()
  const language = useLanguage()
  const { now } = useModel()
  return (
    <tr>
      <th scope="row">{shortMoment(row.at, now.get(), language)}</th>
      <Cell name={words.audit.who}>{row.who}</Cell>
      <Cell name={words.audit.what}>{deedWords(row.what, words)}</Cell>
      <Cell name={words.audit.about}>{aboutWords(row.about, words)}</Cell>
      <Cell name={words.review.before}>
        <pre className={styles.side}>{sideWords(row.before, words)}</pre>
      </Cell>
      <Cell name={words.review.after}>
        <pre className={styles.side}>{sideWords(row.after, words)}</pre>
      </Cell>
    </tr>
  )
}

/** Who changed what, from what to what; the newest first. */
export function AuditSection(): ReactElement {
  const { words } = useAdmin()
  const { http } = useModel().admin
  const [view, setView] = useState<AuditView>({ rows: [] })
  const [trouble, setTrouble] = useState<Trouble>()
  async function more(before: number | undefined): Promise<void> {
    const from = before === undefined ? '' : `&before=${before}`
    const outcome = await http.get<AuditView>(`/api/admin/audit?limit=50${from}`)
    setTrouble(outcome.ok ? undefined : outcome.trouble)
    if (!outcome.ok) return
    const { rows, next } = outcome.value
    setView(known => ({
      rows: before === undefined ? rows : [...known.rows, ...rows],
      ...(next !== undefined && { next }),
    }))
  }
  // oxlint-disable-next-line react/exhaustive-deps -- Once, when the page is opened.
  useEffect(() => void more(undefined), [])
  return (
    <Card title={words.sections.audit}>
      {trouble !== undefined && <TroubleNote trouble={trouble} />}
      <Table
        caption={words.sections.audit}
        empty={words.list.none}
        columns={[
          { name: words.audit.when },
          { name: words.audit.who },
          { name: words.audit.what },
          { name: words.audit.about },
          { name: words.review.before },
          { name: words.review.after },
        ]}
      >
        {view.rows.map(row => (
          <Deed key={row.seq} row={row} />
        ))}
      </Table>
      {view.next !== undefined && (
        <Button onClick={() => void more(view.next)}>{words.audit.more}</Button>
      )}
    </Card>
  )
}

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
import { plainText } from './fields.ts'

type Row = AuditView['rows'][number]

/** A side of a change as lines of `key: value`. */
function sideText(side: unknown): string {
  if (typeof side !== 'object' || side === null) return plainText(side)
  return Object.entries(side)
    .map(([key, value]) => `${key}: ${plainText(value)}`)
    .join('\n')
}

function Deed(props: { readonly row: Row }): ReactElement {
  const { row } = props
  const { words } = useAdmin()
  const language = useLanguage()
  const { now } = useModel()
  return (
    <tr>
      <th scope="row">{row.about}</th>
      <Cell name={words.audit.when}>{shortMoment(row.at, now.get(), language)}</Cell>
      <Cell name={words.audit.who}>{row.who}</Cell>
      <Cell name={words.audit.what}>{row.what}</Cell>
      <Cell name={words.review.before}>
        <pre className={styles.side}>{sideText(row.before)}</pre>
      </Cell>
      <Cell name={words.review.after}>
        <pre className={styles.side}>{sideText(row.after)}</pre>
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
          { name: words.audit.about },
          { name: words.audit.when },
          { name: words.audit.who },
          { name: words.audit.what },
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

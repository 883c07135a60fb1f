import type { CheckedView, TrunksView, VersionsView } from '#contract'
import { Button } from '@fluentui/react-components'
import { type ReactElement, useState } from 'react'
import { useLanguage, useModel, useSource } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Cell, Table } from '../parts/table.tsx'
import type { AdminWords } from '../words/admin-words.ts'
import { shortMoment } from '../words/times.ts'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { type Fetched, useFetched, WhenFetched } from './fetched.tsx'
import { entriesOf } from './fields.ts'
import { ReviewDialog } from './review.tsx'

type Step = readonly [string, boolean, string?]

/** How the outside answers; what is not known yet is neither done nor open. */
function outsideSteps(trunks: TrunksView | undefined, words: AdminWords): readonly Step[] {
  if (trunks === undefined) return []
  const { rows, presence } = trunks
  const targets = rows.flatMap(row => row.targets)
  const registrations = rows.flatMap(row => row.registration ?? [])
  const isRegistered = registrations.every(({ state }) => state === 'registered')
  const said = registrations.map(one => saidOf(one)).join(' ')
  const areUp = targets.length > 0 && targets.every(({ state }) => state === 'up')
  const steps: readonly (Step | undefined)[] = [
    [words.overview.hasTrunks, areUp],
    registrations.length === 0
      ? undefined
      : [words.overview.isRegistered, isRegistered, said.trim()],
    presence && [words.overview.hasPresence, presence.state === 'fine', saidOf(presence)],
  ]
  return steps.filter(step => step !== undefined)
}

function Checklist(props: { readonly trunks: TrunksView | undefined }): ReactElement {
  const { admin, words } = useAdmin()
  const { config } = useSource(admin)
  const queues = entriesOf(config?.sections['queues'])
  const people = entriesOf(config?.sections['people'])
  const served = new Set(people.flatMap(({ queues: all }) => JSON.stringify(all ?? [])))
  const steps: readonly Step[] = [
    [words.overview.hasNumbers, entriesOf(config?.sections['numbers']).length > 0],
    [
      words.overview.hasServed,
      queues.every(({ id }) => [...served].some(all => all.includes(`"${String(id)}"`))),
    ],
    [words.overview.hasAdmins, people.filter(({ role }) => role === 'admin').length > 1],
    ...outsideSteps(props.trunks, words),
  ]
  return (
    <ul className={styles.checklist}>
      {steps.map(([step, isDone, says]) => (
        <li key={step} data-done={isDone}>
          <span>{isDone ? words.overview.done : words.overview.open}</span>
          <div>
            {step} {says !== undefined && says !== '' && <small>{says}</small>}
          </div>
        </li>
      ))}
    </ul>
  )
}

/** What is in the way, in the server's words, and what to do. */
function saidOf(said: {
  readonly words?: string | undefined
  readonly remedy?: string | undefined
}): string {
  const { words = '', remedy = '' } = said
  return `${words} ${remedy}`.trim()
}

function Trunks(props: { readonly trunks: TrunksView }): ReactElement {
  const { words } = useAdmin()
  const stateWords = (state: string): string =>
    state === 'up'
      ? words.overview.up
      : state === 'down'
        ? words.overview.down
        : words.overview.unknown
  return (
    <Table
      caption={words.overview.trunks}
      empty={words.list.none}
      columns={[
        { name: words.fields.name },
        { name: words.overview.trunkFor },
        { name: words.overview.up },
      ]}
    >
      {props.trunks.rows.map(row => (
        <tr key={row.id}>
          <th scope="row">
            {row.id} <small>{row.name}</small>
          </th>
          <Cell name={words.overview.trunkFor}>
            {row.use.map(use => words.overview[use]).join(', ')}
          </Cell>
          <Cell name={words.overview.up}>
            {row.targets.length === 0 && words.overview.notAsked}
            {row.registration !== undefined && <Registered registration={row.registration} />}
            {row.targets.map(target => (
              <p key={target.target} className={styles.target} data-state={target.state}>
                <strong>{stateWords(target.state)}</strong> {target.target}
                {target.roundTripMs !== undefined && ` ${target.roundTripMs} ms`}
                {target.state === 'down' && target.reason !== undefined && ` (${target.reason})`}
              </p>
            ))}
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

function Registered(props: {
  readonly registration: NonNullable<TrunksView['rows'][number]['registration']>
}): ReactElement {
  const { words } = useAdmin()
  const { state, registrar } = props.registration
  const look = { asking: 'unknown', registered: 'up', failed: 'down' }[state]
  return (
    <p className={styles.target} data-state={look}>
      <strong>{words.overview.registration[state]}</strong> {registrar}
    </p>
  )
}

/** What bringing a version back would change and do, before it is in force. */
function RestoreDialog(props: {
  readonly version: number
  readonly onClose: () => void
}): ReactElement {
  const { version, onClose } = props
  const { admin, words } = useAdmin()
  const { config } = useSource(admin)
  // Compared with what holds: again where somebody has saved meanwhile.
  const compared = useFetched<CheckedView>(`/api/admin/versions/${version}`, config?.version)
  const checked = viewOf(compared)
  return (
    <ReviewDialog
      title={words.overview.restoreOne(version)}
      checked={checked}
      confirm={words.overview.restoreNow}
      back={words.overview.leave}
      isHeld={checked?.version !== config?.version}
      onConfirm={why => admin.restore(version, why)}
      onClose={onClose}
    >
      {checked === undefined && <WhenFetched of={compared}>{() => undefined}</WhenFetched>}
    </ReviewDialog>
  )
}

function Versions(props: {
  readonly versions: VersionsView
  readonly onRestore: (version: number) => void
}): ReactElement {
  const { admin, words } = useAdmin()
  const { config } = useSource(admin)
  const language = useLanguage()
  const { now } = useModel()
  return (
    <Table
      caption={words.overview.versions}
      empty={words.list.none}
      columns={[
        { name: words.overview.version },
        { name: words.audit.when },
        { name: words.audit.who },
        { name: words.overview.why },
        { name: words.overview.restore },
      ]}
    >
      {props.versions.rows.map(row => (
        <tr key={row.version}>
          <th scope="row">{row.version}</th>
          <Cell name={words.audit.when}>{shortMoment(row.at, now.get(), language)}</Cell>
          <Cell name={words.audit.who}>{row.by}</Cell>
          <Cell name={words.overview.why}>{row.why}</Cell>
          <Cell name={words.overview.restore}>
            {row.version === config?.version ? (
              words.overview.current
            ) : (
              <Button
                size="small"
                aria-label={words.overview.restoreOne(row.version)}
                onClick={() => props.onRestore(row.version)}
              >
                {words.overview.restore}
              </Button>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

function viewOf<T>({ answer }: Fetched<T>): T | undefined {
  return answer?.ok === true ? answer.value : undefined
}

/** How things stand: what is set up, whether trunks answer, and which versions there were. */
export function OverviewSection(): ReactElement {
  const { admin, words } = useAdmin()
  const { config } = useSource(admin)
  const trunks = useFetched<TrunksView>('/api/admin/trunks', config?.version)
  const versions = useFetched<VersionsView>('/api/admin/versions', config?.version)
  const [chosen, setChosen] = useState<number>()
  return (
    <>
      {config?.filesDiffer === true && <p className={styles.note}>{words.overview.filesDiffer}</p>}
      <div className={styles.overview}>
        <Card title={words.overview.checklist}>
          <Checklist trunks={viewOf(trunks)} />
        </Card>
        <Card title={words.overview.trunks}>
          <WhenFetched of={trunks}>{view => <Trunks trunks={view} />}</WhenFetched>
        </Card>
      </div>
      <Card title={words.overview.versions}>
        <WhenFetched of={versions}>
          {view => <Versions versions={view} onRestore={setChosen} />}
        </WhenFetched>
      </Card>
      {chosen !== undefined && (
        <RestoreDialog version={chosen} onClose={() => setChosen(undefined)} />
      )}
    </>
  )
}

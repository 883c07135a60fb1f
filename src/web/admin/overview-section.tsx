import type { ConfigView, TrunksView, VersionsView } from '#contract'
import { Button } from '@fluentui/react-components'
import { type ReactElement, useEffect, useState } from 'react'
import { useLanguage, useModel, useSource } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { Cell, Table } from '../parts/table.tsx'
import { shortMoment } from '../words/times.ts'
import { useAdmin } from './admin-context.ts'
import styles from './admin.module.css'
import { entriesOf } from './fields.ts'

interface Standing {
  readonly trunks: TrunksView | undefined
  readonly versions: VersionsView | undefined
}

/** Asks how things stand, and again whenever the document in force is another. */
function useStanding(config: ConfigView | undefined): Standing {
  const { http } = useModel().admin
  const [standing, setStanding] = useState<Standing>({ trunks: undefined, versions: undefined })
  useEffect(() => {
    let isWanted = config !== undefined
    async function ask(): Promise<void> {
      const [trunks, versions] = await Promise.all([
        http.get<TrunksView>('/api/admin/trunks'),
        http.get<VersionsView>('/api/admin/versions'),
      ])
      if (!isWanted) return
      setStanding({
        trunks: trunks.ok ? trunks.value : undefined,
        versions: versions.ok ? versions.value : undefined,
      })
    }
    void ask()
    return () => {
      isWanted = false
    }
  }, [http, config])
  return standing
}

function Checklist(props: { readonly trunks: TrunksView | undefined }): ReactElement {
  const { admin, words } = useAdmin()
  const { config } = useSource(admin)
  const queues = entriesOf(config?.sections['queues'])
  const people = entriesOf(config?.sections['people'])
  const served = new Set(people.flatMap(({ queues: all }) => JSON.stringify(all ?? [])))
  const targets = props.trunks?.rows.flatMap(row => row.targets) ?? []
  const registrations = props.trunks?.rows.flatMap(row => row.registration ?? []) ?? []
  const presence = props.trunks?.presence
  const steps: readonly (readonly [string, boolean, string?])[] = [
    [words.overview.hasNumbers, entriesOf(config?.sections['numbers']).length > 0],
    [
      words.overview.hasServed,
      queues.every(({ id }) => [...served].some(all => all.includes(`"${String(id)}"`))),
    ],
    [words.overview.hasAdmins, people.filter(({ role }) => role === 'admin').length > 1],
    [words.overview.hasTrunks, targets.length > 0 && targets.every(({ state }) => state === 'up')],
    ...(registrations.length === 0
      ? []
      : [
          [
            words.overview.isRegistered,
            registrations.every(({ state }) => state === 'registered'),
            registrations
              .map(one => saidOf(one))
              .join(' ')
              .trim(),
          ] as const,
        ]),
    ...(presence === undefined
      ? []
      : [[words.overview.hasPresence, presence.state === 'fine', saidOf(presence)] as const]),
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

function Trunks(props: { readonly trunks: TrunksView | undefined }): ReactElement {
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
      {props.trunks?.rows.map(row => (
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

function Versions(props: { readonly versions: VersionsView | undefined }): ReactElement {
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
      {props.versions?.rows.map(row => (
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
                onClick={() => void admin.restore(row.version)}
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

/** How things stand: what is set up, whether trunks answer, and which versions there were. */
export function OverviewSection(): ReactElement {
  const { admin, words } = useAdmin()
  const { config } = useSource(admin)
  const { trunks, versions } = useStanding(config)
  return (
    <>
      {config?.filesDiffer === true && <p className={styles.note}>{words.overview.filesDiffer}</p>}
      <div className={styles.overview}>
        <Card title={words.overview.checklist}>
          <Checklist trunks={trunks} />
        </Card>
        <Card title={words.overview.trunks}>
          <Trunks trunks={trunks} />
        </Card>
      </div>
      <Card title={words.overview.versions}>
        <Versions versions={versions} />
      </Card>
    </>
  )
}

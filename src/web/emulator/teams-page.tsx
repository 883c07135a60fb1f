import { emulatedPresences, type EmulatedWorldView } from '#contract'
import { type ReactElement, useId, useState } from 'react'
import styles from './emulated.module.css'
import { Face } from './face.tsx'
import { useWorldWords, world } from './here.ts'
import { Pick } from './pick.tsx'
import { TeamsClient } from './teams-client.tsx'
import look from './teams-look.module.css'

const keptAs = 'person'

/** Whose client an address names, so that it can be opened twice and kept as a bookmark. */
function personOf(
  { people }: EmulatedWorldView,
  id: string,
): EmulatedWorldView['people'][number] | undefined {
  return people.find(one => one.id === id) ?? people[0]
}

/** A small Teams client: choose whose, take calls, say where the person is. */
export function TeamsPage(props: { readonly view: EmulatedWorldView }): ReactElement | undefined {
  const { view } = props
  const words = useWorldWords().teams
  const [id, setId] = useState(() => new URLSearchParams(location.search).get(keptAs) ?? '')
  const title = useId()
  const person = personOf(view, id)
  if (person === undefined) return undefined
  const where = `/people/${person.id}`
  return (
    <div className={styles.narrow}>
      <h1>{words.title}</h1>
      <p className={styles.says}>{words.says}</p>
      <Pick
        label={words.who}
        value={person.id}
        options={view.people.map(one => ({ value: one.id, name: one.name }))}
        onPick={chosen => {
          setId(chosen)
          history.replaceState(history.state, '', `?${keptAs}=${chosen}`)
          void world.wish(`/people/${chosen}/meets`, { how: 'hand' })
        }}
      />
      <section className={look.window} aria-labelledby={title}>
        <header className={look.title}>
          <Face name={person.name} presence={person.presence} />
          <div>
            <h2 id={title}>{person.name}</h2>
            <p>
              {person.number} · {words.presences[person.presence]}
            </p>
          </div>
        </header>
        <div className={look.body}>
          <TeamsClient key={person.id} person={person} view={view} />
        </div>
      </section>
      <div className={styles.pair}>
        <Pick
          label={words.presence}
          value={person.presence}
          options={emulatedPresences.map(one => ({ value: one, name: words.presences[one] }))}
          onPick={presence => void world.wish(`${where}/presence`, { presence })}
        />
        <Pick
          label={words.meets}
          value={person.meets === 'answers' ? 'script' : person.meets}
          options={meetingsNow.map(one => ({ value: one, name: words.meetings[one] }))}
          onPick={how => void world.wish(`${where}/meets`, { how })}
        />
      </div>
    </div>
  )
}

const meetingsNow = ['script', 'hand', 'declines', 'busy', 'offline'] as const

import type { DeskView } from '#contract'
import { CallRegular, TaskListSquareLtrRegular } from '@fluentui/react-icons'
import type { ReactElement } from 'react'
import type { DeskWork } from '../model/works.ts'
import { useWords } from '../parts/app-context.ts'
import { Card } from '../parts/card.tsx'
import { customerName } from '../parts/customer.tsx'
import type { Words } from '../words/catalog.ts'
import styles from './work-list.module.css'

interface WorkSays {
  readonly name: string
  readonly state: string
}

/** What a piece of work is called in the list, and what it waits for. */
function says(work: DeskWork, words: Words): WorkSays {
  const name = (customer: {
    readonly address: string
    readonly name?: string | undefined
  }): string => customerName(customer, words.customer)
  switch (work.kind) {
    case 'offer':
      return { name: name(work.offer.customer), state: words.states.reserved }
    case 'talk':
      return { name: name(work.talk.customer), state: words.states.talking }
    case 'wrap-up':
      return { name: name(work.wrapUp.customer), state: words.states['wrap-up'] }
    case 'task':
      return {
        name: work.work.title ?? name(work.work.customer),
        state: work.work.state === 'reserved' ? words.work.offered : words.work.doing,
      }
  }
}

/** All the agent is at, as one inbox: by what it came, what it is, and what it waits for. */
export function WorkList(props: {
  readonly works: readonly DeskWork[]
  readonly shown: string | undefined
  readonly load: DeskView['load']
  readonly onChoose: (id: string) => void
}): ReactElement {
  const words = useWords()
  const { load } = props
  return (
    <Card
      title={words.work.title}
      aside={load === undefined ? undefined : <small>{words.work.load(load.used, load.of)}</small>}
    >
      <ul className={styles.works}>
        {props.works.map(work => {
          const { name, state } = says(work, words)
          return (
            <li key={work.id}>
              <button
                type="button"
                aria-pressed={work.id === props.shown}
                onClick={() => props.onChoose(work.id)}
              >
                {work.kind === 'task' ? (
                  <TaskListSquareLtrRegular aria-label={words.work.channels.task} />
                ) : (
                  <CallRegular aria-label={words.work.channels.voice} />
                )}
                <span className={styles.name}>{name}</span>
                <small>{state}</small>
              </button>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

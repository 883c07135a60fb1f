import type { FlowsView, InteractionView } from '#contract'
import { type ReactElement, useMemo, useState, useSyncExternalStore } from 'react'
import { useWords } from '../parts/app-context.ts'
import { FlowDrawing } from '../parts/flow-drawing.tsx'
import { Awaited } from './awaited.tsx'
import { flowPlaces } from './marks.ts'
import type { PastModel } from './past.ts'
import styles from './panels.module.css'
import type { Playhead } from './playhead.ts'

interface FlowsParts {
  readonly view: InteractionView
  readonly playhead: Playhead
}

/** Where in its flows the interaction is at the playhead: a text, so that it changes only with the step. */
function usePlaces({ view, playhead }: FlowsParts): ReturnType<typeof flowPlaces> {
  const { timeline, row } = view
  const placesAt = (): ReturnType<typeof flowPlaces> =>
    flowPlaces(timeline, row.arrivedAt + playhead.get())
  const key = useSyncExternalStore(playhead.subscribe, () => {
    const { now, places } = placesAt()
    return `${now} ${places.map(place => place.step ?? '').join(' ')}`
  })
  // The key stands for the playhead: drawing again without a change of it would be for nothing.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- placesAt reads what the key and the view say.
  return useMemo(placesAt, [key, view])
}

/** What pages call a step. */
function nameOf(step: string | undefined, graph: FlowsView['flows'][number] | undefined): string {
  return graph?.steps.find(({ id }) => id === step)?.label ?? step ?? ''
}

function Drawn(props: FlowsParts & { readonly flows: FlowsView['flows'] }): ReactElement {
  const words = useWords().interaction.flow
  const { places, now } = usePlaces(props)
  const [chosen, setChosen] = useState<number>()
  const index = chosen ?? Math.max(0, now)
  const place = places[index]
  if (place === undefined) return <p className={styles.quiet}>{words.none}</p>
  const graph = props.flows.find(flow => flow.flow === place.flow && flow.version === place.version)
  const isThere = index === now && place.step !== undefined
  return (
    <>
      <div className={styles.row}>
        {places.length > 1 && (
          <label className={styles.choice}>
            {words.choose}
            <select value={index} onChange={event => setChosen(Number(event.target.value))}>
              {places.map(({ flow }, nth) => (
                <option key={flow} value={nth}>
                  {props.flows.find(one => one.flow === flow)?.name ?? flow}
                </option>
              ))}
            </select>
          </label>
        )}
        <p className={styles.now}>{isThere ? words.at(nameOf(place.step, graph)) : words.before}</p>
        <p className={styles.quiet}>{words.legend}</p>
      </div>
      {graph === undefined ? (
        <p className={styles.quiet}>{words.gone(place.flow)}</p>
      ) : (
        <FlowDrawing
          graph={graph}
          marks={{ taken: place.taken, ways: place.ways, at: isThere ? place.step : undefined }}
        />
      )}
    </>
  )
}

/** The flow drawn, with the way that was taken and the step at the playhead. */
export function FlowPanel(props: FlowsParts & { readonly past: PastModel }): ReactElement {
  return (
    <Awaited source={props.past.flows}>{({ flows }) => <Drawn {...props} flows={flows} />}</Awaited>
  )
}

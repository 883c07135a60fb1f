import type { InteractionPage } from '#contract'
import { type ReactElement, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { guide, useLoadedWorldWords } from '../emulator/here.ts'
import { createHttp } from '../connection/http.ts'
import { browserClock } from '../model/clock.ts'

/** Between two looks for a call that an agent has taken. */
const lookAgainMs = 1500

const http = createHttp({
  fetch: (input, init) => fetch(input, init),
  clock: browserClock,
  onSignedOut: () => undefined,
})

/** Leads to the newest call somebody took, where every decision says why; waits for the first one. */
export function NewestPage(): ReactElement {
  const words = useLoadedWorldWords().guide
  const [, go] = useLocation()
  const [looks, setLooks] = useState(0)
  useEffect(() => {
    let isHere = true
    async function look(): Promise<void> {
      const found = await http.get<InteractionPage>('/api/interactions?limit=50')
      const row = found.ok ? found.value.rows.find(one => one.agent !== undefined) : undefined
      if (!isHere || row === undefined) return
      guide.tick('why')
      go(`/interactions/${row.id}`, { replace: true })
    }
    void look()
    const again = browserClock.after(lookAgainMs, () => setLooks(looks + 1))
    return () => {
      isHere = false
      again()
    }
  }, [looks, go])
  return (
    <>
      <h1>{words.steps.why.title}</h1>
      <output>{words.waiting}</output>
    </>
  )
}

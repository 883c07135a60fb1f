import { useEffect, useRef, useState } from 'react'
import type { Outcome } from '../connection/http.ts'

/** Asks once for each key, and passes over the answer to an older question. An empty key asks nothing. */
export function useAnswer<T>(key: string, ask: () => Promise<Outcome<T>>): Outcome<T> | undefined {
  const [answered, setAnswered] = useState<{ readonly key: string; readonly outcome: Outcome<T> }>()
  const latest = useRef(ask)
  useEffect(() => {
    latest.current = ask
  })
  useEffect(() => {
    if (key === '') return undefined
    let isWanted = true
    async function read(): Promise<void> {
      const outcome = await latest.current()
      if (isWanted) setAnswered({ key, outcome })
    }
    void read()
    return () => {
      isWanted = false
    }
  }, [key])
  return answered?.key === key ? answered.outcome : undefined
}

import type { EmulatedWorldView } from '#contract'
import { createContext, useContext, useEffect, useState } from 'react'
import { createHttp } from '../connection/http.ts'
import { browserClock } from '../model/clock.ts'
import { createShelf } from '../model/shelf.ts'
import { useModel, useSource } from '../parts/app-context.ts'
import { browserSound } from '../softphone/browser-sound.ts'
import { loadWorldWords, type WorldWords } from '../words/world-catalog.ts'
import { worldEn } from '../words/world-en.ts'
import { createGuide, type GuideStep } from '../guide/guide.ts'
import { createVoice } from './voice.ts'
import { createWorld, worldApi } from './world.ts'

/** Nobody need be signed in to move the emulated world, so nobody is signed out by it. */
const http = createHttp({
  fetch: (input, init) => fetch(input, init),
  clock: browserClock,
  onSignedOut: () => undefined,
})

/** The emulated world of the server this page came from. */
export const world = createWorld(http, hear => {
  // A browser without it sees a world that stands still, which is no reason to fall.
  if (!('EventSource' in globalThis)) return () => undefined
  const events = new EventSource(`${worldApi}/events`)
  events.addEventListener('world', ({ data }) => {
    // Parsed here and nowhere else: the emulator is our own and its shapes are tested there.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a schema here would double the page's size.
    hear(JSON.parse(String(data)) as EmulatedWorldView)
  })
  return () => events.close()
})

/** The one voice of this page. */
export const voice = createVoice(browserSound, world)

/** How far this browser has come in the tour. */
export const guide = createGuide(createShelf(() => localStorage))

/** Looking is all there is to do on the board; the others are ticked by what happens there. */
export function tickIfSeen(step: GuideStep): void {
  if (step === 'watch') guide.tick(step)
}

const WorldWordsContext = createContext<WorldWords>(worldEn)

/** Gives the emulated world's words to everything below. */
export const WorldWordsProvider = WorldWordsContext.Provider

/** The emulated world's words in the chosen language. */
export function useWorldWords(): WorldWords {
  return useContext(WorldWordsContext)
}

/** Fetches the words of the chosen language; until they are here, the last ones. */
export function useLoadedWorldWords(): WorldWords {
  const { language } = useSource(useModel().settings)
  const [words, setWords] = useState<WorldWords>(worldEn)
  useEffect(() => {
    let isWanted = true
    async function load(): Promise<void> {
      const loaded = await loadWorldWords(language)
      if (isWanted) setWords(loaded)
    }
    // A catalog that cannot be fetched leaves the last one.
    load().catch(() => undefined)
    return () => {
      isWanted = false
    }
  }, [language])
  return words
}

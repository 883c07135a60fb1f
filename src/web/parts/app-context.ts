import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Source } from '../model/cell.ts'
import type { AppModel } from '../shell/app-model.ts'
import type { Words } from '../words/catalog.ts'
import { en } from '../words/en.ts'

const ModelContext = createContext<AppModel | undefined>(undefined)
/** The words; a class reads them here, functions by `useWords`. */
export const WordsContext = createContext<Words>(en)

/** Gives the models to everything below. */
export const ModelProvider = ModelContext.Provider
/** Gives the words of the chosen language to everything below. */
export const WordsProvider = WordsContext.Provider

/** The models of this page. */
export function useModel(): AppModel {
  const model = useContext(ModelContext)
  if (model === undefined) throw new Error('A component was drawn outside the app.')
  return model
}

/** The words of the chosen language. */
export function useWords(): Words {
  return useContext(WordsContext)
}

/** The bridge from a model to a component. */
export function useSource<T>(source: Source<T>): T {
  return useSyncExternalStore(source.subscribe, source.get)
}

/** The language chosen, in the person's own region where the browser names one: dates differ within English. */
export function useLanguage(): string {
  const { language } = useSource(useModel().settings)
  return navigator.languages.find(wish => wish.split('-')[0] === language) ?? language
}

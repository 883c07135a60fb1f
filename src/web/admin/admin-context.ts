import { createContext, useContext } from 'react'
import type { Admin } from '../model/admin.ts'
import type { AdminWords } from '../words/admin-words.ts'

/** What every part of administration draws from. */
export interface AdminShown {
  readonly admin: Admin
  readonly words: AdminWords
}

const AdminContext = createContext<AdminShown | undefined>(undefined)

/** Gives the model and its words to everything below. */
export const AdminProvider = AdminContext.Provider

/** The model of administration and its words. */
export function useAdmin(): AdminShown {
  const shown = useContext(AdminContext)
  if (shown === undefined) throw new Error('A part of administration was drawn outside of it.')
  return shown
}

import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type Theme,
  webLightTheme,
} from '@fluentui/react-components'
import { useSyncExternalStore } from 'react'
import type { ThemeChoice } from '../model/settings.ts'

/** Parley's teal from night to mist: one hue, even steps of lightness (OKLCH, hue 212). */
const brand: BrandVariants = {
  10: '#00151a',
  20: '#002229',
  30: '#003039',
  40: '#003a45',
  50: '#004651',
  60: '#00515e',
  70: '#005d6b',
  80: '#076978',
  90: '#197c8c',
  100: '#2b8fa0',
  110: '#3fa1b4',
  120: '#56b4c6',
  130: '#77c5d5',
  140: '#9dd6e1',
  150: '#c1e6ee',
  160: '#e0f2f6',
}

/** The looks there are, once "as the system" has been asked. */
export type Look = 'light' | 'dark' | 'contrast'

/** The Fluent theme of each look. */
export const themes: Readonly<Record<Look, Theme>> = {
  light: createLightTheme(brand),
  dark: {
    ...createDarkTheme(brand),
    // On dark grey the ramp's own step is too dim for words.
    colorBrandForeground1: brand[130],
    colorBrandForeground2: brand[140],
    colorBrandForegroundLink: brand[130],
    colorBrandForegroundLinkHover: brand[140],
    colorBrandForegroundLinkPressed: brand[120],
  },
  // The same letters in every look.
  contrast: { ...teamsHighContrastTheme, fontFamilyBase: webLightTheme.fontFamilyBase },
}

/** Whether a media query holds, heard as it changes. */
function useMedia(query: string): boolean {
  return useSyncExternalStore(
    listener => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

/** The look chosen; "as the system" follows the system while it changes. */
export function useLook(choice: ThemeChoice): Look {
  const isDark = useMedia('(prefers-color-scheme: dark)')
  const isForced = useMedia('(forced-colors: active)')
  if (choice !== 'system') return choice
  if (isForced) return 'contrast'
  return isDark ? 'dark' : 'light'
}

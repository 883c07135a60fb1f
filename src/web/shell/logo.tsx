import type { ReactElement } from 'react'

/** The mark: a voice in a rounded square. */
export function Logo(props: { readonly size?: number }): ReactElement {
  const size = props.size ?? 28
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--colorBrandBackground)" />
      <path d="M8 7h11a6 6 0 0 1 0 12h-5l-6 6z" fill="var(--colorNeutralForegroundOnBrand)" />
    </svg>
  )
}

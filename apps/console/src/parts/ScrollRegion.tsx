import type { ReactNode } from 'react'

type ScrollRegionProps = { label: string; height?: number; children: ReactNode }

/** A wide or long table scrolls inside itself; the keyboard can reach it to scroll. */
export function ScrollRegion({ label, height, children }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take the focus to be scrolled by keys
    <section aria-label={label} tabIndex={0} style={{ overflow: 'auto', maxHeight: height }}>
      {children}
    </section>
  )
}

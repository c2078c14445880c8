import type { ComponentProps } from 'react'

type ScrollRegionProps = ComponentProps<'section'> & {
  label: string
  /** Pixels before it scrolls downwards too. */
  height?: number
}

/** What is wide or long scrolls inside itself; the keyboard can reach it to scroll. */
export function ScrollRegion({ label, height, ...props }: ScrollRegionProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take the focus to be scrolled by keys
      tabIndex={0}
      style={{ overflow: 'auto', maxHeight: height }}
      {...props}
    />
  )
}

import type { MouseEvent } from 'react'

/** A tap on the keypad leaves the focus in the field, so that typing and Enter go on there. */
export function keepFocus(event: MouseEvent): void {
  event.preventDefault()
}

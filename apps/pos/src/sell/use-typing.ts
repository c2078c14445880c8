import { useEffect, useLayoutEffect, useRef } from 'react'
import type { Step } from './form.ts'
import { resetTo, useSellForm } from './form-store.ts'
import { type Burst, follow, noBurst } from './scanner.ts'

interface Typing {
  step: Step
  onEnter: () => void
  onScan: (number: string) => void
}

/**
 * Digits typed anywhere go to the field of the current step, Enter moves on, and a scanner's burst
 * becomes the customer whatever step is open: what its digits did to a field is undone.
 */
export function useTyping(typing: Typing): void {
  const [form] = useSellForm()
  const latest = useRef({ typing, form })
  useLayoutEffect(() => {
    latest.current = { typing, form }
  })
  useLayoutEffect(() => {
    const field = fieldOf(typing.step)
    if (field && document.activeElement !== field && mayTakeFocus()) field.focus()
  }, [typing.step])
  useEffect(() => {
    let burst: Burst = noBurst
    let before = latest.current.form
    const listen = (event: KeyboardEvent) => {
      if (isDialogOpen() || event.ctrlKey || event.metaKey || event.altKey) return
      const { typing, form } = latest.current
      const result = follow(burst, event.key, event.timeStamp)
      if (result.burst.digits.length === 1) before = form
      burst = result.burst
      if (result.scanned !== undefined) {
        event.preventDefault()
        resetTo(before)
        typing.onScan(result.scanned)
      } else if (event.key === 'Enter' && !isControl(event.target)) {
        event.preventDefault()
        typing.onEnter()
      } else if (/^[\d.]$/.test(event.key) && !isField(event.target)) {
        // Focus moves before the browser inserts the character, so it lands in the field.
        fieldOf(typing.step)?.focus()
      }
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])
}

export function fieldId(step: Step): string {
  return `field-${step}`
}

function fieldOf(step: Step): HTMLElement | null {
  return document.getElementById(fieldId(step))
}

/** On a phone, focus opens the keyboard over half the screen: there a tap asks for it. */
function mayTakeFocus(): boolean {
  return !isDialogOpen() && window.matchMedia('(hover: hover)').matches
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement
}

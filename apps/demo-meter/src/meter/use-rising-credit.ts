import { useEffect, useRef, useState } from 'react'
import { between } from '../parts/decimal.ts'

const DURATION_MS = 900
const STEPS = 45

/**
 * The credit to show: when it changes it climbs there within a second, as on a real display. Another meter's
 * credit, and any change for people who asked for less motion, is shown at once.
 */
export function useRisingCredit(serialNumber: string, credit: string): string {
  const [shown, setShown] = useState(credit)
  const last = useRef({ serialNumber, credit })

  useEffect(() => {
    const from = last.current
    last.current = { serialNumber, credit }
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    if (still || from.serialNumber !== serialNumber || from.credit === credit) {
      setShown(credit)
      return
    }
    return climb(from.credit, credit, setShown)
  }, [serialNumber, credit])

  return last.current.serialNumber === serialNumber ? shown : credit
}

function climb(from: string, to: string, show: (credit: string) => void): () => void {
  const start = performance.now()
  let frame = requestAnimationFrame(function next(now) {
    const step = Math.min(STEPS, Math.floor(((now - start) / DURATION_MS) * STEPS))
    show(step >= STEPS ? to : between(from, to, BigInt(Math.max(0, step)), BigInt(STEPS)))
    if (step < STEPS) frame = requestAnimationFrame(next)
  })
  return () => cancelAnimationFrame(frame)
}

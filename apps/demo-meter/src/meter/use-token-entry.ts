import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import {
  api,
  type EntryAnswer,
  type MeterState,
  meterState,
  NETWORK_LOST,
  type Problem,
} from '../api.ts'
import { useBefore } from '../parts/device.ts'
import { onlyDigits, TOKEN_LENGTH } from '../parts/digits.ts'
import type { Showing } from './Lcd.tsx'

/** Why what was typed or pasted cannot be sent yet. */
export type EntryFault =
  | { kind: 'tooShort'; missing: number }
  | { kind: 'tooLong'; count: number }
  | { kind: 'notDigits' }

export type TokenEntry = {
  digits: string
  showing: Showing
  locked: boolean
  fault: EntryFault | null
  answer: EntryAnswer | null
  problem: Problem | null
  field: RefObject<HTMLInputElement | null>
  press: (digit: string) => void
  type: (text: string) => void
  paste: (text: string) => void
  deleteLast: () => void
  enter: () => void
  /** Sends the token of the last answer once more; null when there is none. */
  again: (() => void) | null
}

/** What happens between the first key and the meter's answer. The token lives in memory only. */
export function useTokenEntry(meter: MeterState): TokenEntry {
  const [digits, setDigits] = useState('')
  const [fault, setFault] = useState<EntryFault | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const locked = useBefore(meter.lockedUntil)
  const answering = useSending(meter.serialNumber, () => setDigits(''))
  // The digits travel in the body only, never in an address.
  const send = (token: string) =>
    answering.mutate({
      params: { path: { serialNumber: meter.serialNumber } },
      body: { digits: token },
    })

  const type = (text: string) => {
    answering.reset()
    setFault(null)
    setDigits(onlyDigits(text).slice(0, TOKEN_LENGTH))
  }
  const paste = (text: string) => {
    const pasted = onlyDigits(text)
    if (pasted.length > 0 && pasted.length <= TOKEN_LENGTH) return type(pasted)
    answering.reset()
    setFault(pasted ? { kind: 'tooLong', count: pasted.length } : { kind: 'notDigits' })
  }
  const enter = () => {
    if (locked || answering.isPending || digits === '') return
    const missing = TOKEN_LENGTH - digits.length
    if (missing > 0) return setFault({ kind: 'tooShort', missing })
    send(digits)
  }
  const press = (digit: string) => type(digits + digit)
  const deleteLast = () => type(digits.slice(0, -1))
  const sent = answering.variables?.body.digits
  const last = answering.isPending ? undefined : sent

  useKeysAnywhere(locked || answering.isPending, field, press)

  return {
    digits,
    showing: showingOf(digits, answering.isPending ? sent : undefined, answering.data),
    locked,
    fault,
    answer: answering.data ?? null,
    problem: answering.error,
    field,
    press,
    type,
    paste,
    deleteLast,
    enter,
    again: answering.data && last && !locked ? () => send(last) : null,
  }
}

function useSending(serialNumber: string, onAnswer: () => void) {
  const queries = useQueryClient()
  const { queryKey } = meterState(serialNumber)
  return api.useMutation('post', '/api/demo/meters/{serialNumber}/entries', {
    gcTime: 0,
    onSuccess: (answer) => {
      queries.setQueryData(queryKey, answer.state)
      onAnswer()
    },
    onError: (problem) => {
      // Without an answer the meter may still have taken the token: its state tells.
      if (problem.code === NETWORK_LOST) queries.invalidateQueries({ queryKey })
    },
  })
}

function showingOf(
  digits: string,
  sending: string | undefined,
  answer: EntryAnswer | undefined,
): Showing {
  if (sending) return { kind: 'checking', digits: sending }
  if (digits) return { kind: 'typing', digits }
  if (!answer) return { kind: 'credit' }
  return isGood(answer.result)
    ? { kind: 'accepted', result: answer.result, unitsAdded: answer.unitsAdded }
    : { kind: 'rejected', result: answer.result }
}

/** Accept, or one more part of a key change (1stKCT, 2ndKCT …): the meter took the token. */
export function isGood(result: string): boolean {
  return result === 'Accept' || result.endsWith('KCT')
}

/** Digits typed anywhere on the page go to the meter, except while another field is being filled. */
function useKeysAnywhere(
  off: boolean,
  field: RefObject<HTMLInputElement | null>,
  press: (digit: string) => void,
) {
  const latest = useRef(press)
  latest.current = press
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      const elsewhere = target.closest('input, select, textarea, [contenteditable]')
      if (off || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return
      if (!/^[0-9]$/.test(event.key)) return
      event.preventDefault()
      latest.current(event.key)
      field.current?.focus({ preventScroll: true })
    },
    [off, field],
  )
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onKey])
}

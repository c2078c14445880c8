import type { AnswerOf } from '@saldo/api-client'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { currentSession, type Session } from '../api.ts'
import { queries } from '../queries.ts'
import { setPendingToken } from './pending.ts'

const route = getRouteApi('/sign-in')

type Answer = AnswerOf<'/api/console/sessions', 'post'> | NextStep
export type NextStep = {
  next: 'factor' | 'enrolment'
  csrfToken: string
  factors: { authenticator: boolean; passkey: boolean; recovery: boolean }
}

/** Whether a sign-in has come to its end, or what comes next. */
export const isNextStep = (answer: Answer): answer is NextStep => 'next' in answer

/** What to do with a session that has just been opened: keep it and go where the person wanted to. */
export function useEntered(): (session: Session) => void {
  const router = useRouter()
  const { next } = route.useSearch()
  return (session) => {
    setPendingToken(undefined)
    queries.clear()
    queries.setQueryData(currentSession.queryKey, session)
    router.history.push(`/console${next ?? '/'}`)
  }
}

/** Whole seconds left of a pause that began when the form was sent. */
export function useCountdown(seconds: number | undefined, since: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (seconds === undefined) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [seconds])
  if (seconds === undefined) return 0
  return Math.max(0, Math.ceil(seconds - (now - since) / 1000))
}

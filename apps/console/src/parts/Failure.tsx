import { ErrorState, NoAnswer, ProblemError } from '@saldo/ui'
import { NETWORK_LOST, type Problem } from '../api.ts'

type FailureProps = { problem: Problem; onRetry?: () => void; compact?: boolean }

/** A failed call in words; without an answer it speaks of the network. */
export function Failure({ problem, onRetry, compact = false }: FailureProps) {
  const error =
    problem.code === NETWORK_LOST ? new NoAnswer(problem.title) : new ProblemError(problem)
  return <ErrorState error={error} compact={compact} {...(onRetry && { onRetry })} />
}

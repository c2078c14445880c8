import type { Problem } from '@saldo/api-client'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { requestKeys } from './request-key.ts'

/** What a call of `api.client` resolves to. */
type Sent<Answer> = {
  readonly data?: Answer | undefined
  readonly error?: Problem | undefined
  readonly response: Response
}

/** How a deed ended: done, or put before a second person (202). */
export type DeedOutcome<Answer> = { readonly answer: Answer | undefined; readonly waiting: boolean }

/**
 * A call that changes something. `send` gets what the user gave and the Idempotency-Key, which stays the same
 * when the user sends the same again after no answer or a fault came.
 */
export function useDeed<Input, Answer>({
  send,
  onDone,
}: {
  send: (input: Input, key: string) => Promise<Sent<Answer>>
  onDone?: (outcome: DeedOutcome<Answer>, input: Input) => unknown
}) {
  const keys = useRef<ReturnType<typeof requestKeys>>(null)
  keys.current ??= requestKeys()
  return useMutation<DeedOutcome<Answer>, Problem, Input>({
    mutationFn: async (input) => {
      const { data, error, response } = await send(input, keys.current!.keyFor(input))
      if (!error) {
        keys.current!.settled()
        return { answer: data, waiting: response.status === 202 }
      }
      // A refusal says that nothing was done. After a fault or silence nobody knows.
      if (error.status < 500) keys.current!.settled()
      throw error
    },
    onSuccess: async (outcome, input) => {
      await onDone?.(outcome, input)
    },
  })
}

export type Deed<Input, Answer> = ReturnType<typeof useDeed<Input, Answer>>

/** What can have become of a message. The first two wait; the others are final. */
export const MESSAGE_STATES = ['queued', 'sending', 'sent', 'bounced', 'failed', 'expired'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

/** Milliseconds from one failed attempt to the next: 1 and 5 minutes, half an hour, 2 and 6 hours. */
const PAUSES_MS = [60_000, 300_000, 1_800_000, 7_200_000, 21_600_000]

/** How long after failed attempt number `attempt` (from 1) the next is made; undefined when none is. */
export function pauseAfter(attempt: number): number | undefined {
  return PAUSES_MS[attempt - 1]
}

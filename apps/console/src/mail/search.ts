import { type GridState, gridStateOf } from '@saldo/ui/grid-state'
export const mailStates = ['queued', 'sending', 'sent', 'bounced', 'failed', 'expired'] as const
export type MailState = (typeof mailStates)[number]
export type MailSearch = GridState & { state?: MailState | undefined; to?: string | undefined }

/** What of the list of e-mails stands in the address. */
export function mailSearchOf(search: Record<string, unknown>): MailSearch {
  const { to } = search
  return {
    ...gridStateOf(search),
    state: mailStates.find((known) => known === search.state),
    to: typeof to === 'string' && to.length >= 3 && to.length <= 254 ? to : undefined,
  }
}

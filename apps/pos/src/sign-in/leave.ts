import { ask } from '../api.ts'
import { openItems } from '../outbox/keeper.ts'
import { queryClient } from '../queries.ts'
import { endSession, lockSession } from '../session.ts'

/**
 * Lock or sign out. With a sale still open the session is only hidden behind the PIN pad, because
 * its checks need it; otherwise it ends here and on the server.
 */
export async function leave(): Promise<void> {
  queryClient.removeQueries({ queryKey: ['meter'] })
  queryClient.removeQueries({ queryKey: ['quote'] })
  if (openItems().length > 0) {
    lockSession()
    return
  }
  // Ending it on the server is a courtesy: the session also ends by itself.
  const ended = ask({ method: 'DELETE', path: '/sessions/current' }).catch(() => null)
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1_500))])
  endSession()
}

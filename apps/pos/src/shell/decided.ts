import { i18n } from '../i18n.ts'
import type { OutboxItem } from '../outbox/outbox.ts'
import { printSale } from '../printing/print.ts'
import { keptSalesQuery, queryClient } from '../queries.ts'
import { tell } from './notice.ts'
import { chime } from './sound.ts'

/** A check has its answer, perhaps while another customer is served: says so, prints, sounds. */
export function tellDecided(item: OutboxItem): void {
  const sold = item.state === 'done'
  const key = sold ? 'checking.decidedSold' : 'checking.decidedRefused'
  tell({
    text: i18n.t(key, { customer: item.about.customer }),
    tone: sold ? 'ok' : 'bad',
    saleKey: item.key,
  })
  chime()
  void queryClient.invalidateQueries({ queryKey: keptSalesQuery.queryKey })
  void queryClient.invalidateQueries({ queryKey: ['account'] })
  if (item.sale && sold) void printSale(item.sale)
}

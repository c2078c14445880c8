import { refusal } from '../kernel/refusal.ts'

export const SaleNotFound = refusal('sale.not_found', 404, 'There is no such sale.')
export const NothingToReprint = refusal(
  'sale.nothing_to_reprint',
  404,
  'This client has not sold anything yet.',
)
export const ReceivedTooLittle = refusal(
  'tender.received_too_little',
  422,
  'The money received is less than the amount of the sale. Take the rest, or sell a smaller amount.',
)
export const SaleBusy = refusal(
  'sale.busy',
  503,
  'Others are buying for this meter at the same moment. Nothing was sold; try again with the same key.',
)
export const ClockUnfit = refusal(
  'clock.unfit',
  503,
  'The clock of the server is not believed, so nothing is sold. An administrator sets it right, or confirms it with "saldo trust-clock".',
)
export const Quarantined = refusal(
  'installation.quarantined',
  503,
  'This is a restored copy that nobody has released yet, so nothing is sold here.',
)
export const SaleFaulty = refusal(
  'sale.not_reprintable',
  409,
  'This sale is not done, so there is nothing to print yet.',
)

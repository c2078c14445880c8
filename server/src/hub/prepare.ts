import {
  type Asked,
  type BackEnd,
  BaseDateRetired,
  backEnds,
  MeterNotLinked,
  type Quoted,
  type SaleContext,
} from '../backends/index.ts'
import { businessDay } from '../kernel/calendar.ts'
import { now } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import { parseMoney } from '../kernel/money.ts'
import { MeterBlocked, MeterUnknown, requireMeterNumber } from '../meters/index.ts'
import { readUtility } from '../tenants/index.ts'
import { saleContext } from './context.ts'

/** An order that a back end has priced. */
export interface Prepared {
  readonly backEnd: BackEnd
  readonly asked: Asked
  readonly quoted: Quoted
}

/** Finds the meter, checks that it may be sold for, and has the order priced. Writes nothing. */
export async function prepare(
  tenantId: Id<'tenant'>,
  vendorId: Id<'vendor'>,
  serialNumber: string,
  amount: string,
): Promise<Prepared> {
  requireMeterNumber(serialNumber)
  const context = await saleContext({ tenantId, serialNumber, vendorId })
  if (!context) throw MeterUnknown({ serialNumber })
  return prepareFrom(tenantId, context, amount, now())
}

/** The same from a context that was read already, for a sale at a given instant. */
export async function prepareFrom(
  tenantId: Id<'tenant'>,
  context: SaleContext,
  amount: string,
  at: Date,
): Promise<Prepared> {
  checkMeter(context)
  const utility = await readUtility({ tenantId }, context.utilityId)
  const asked: Asked = {
    tenantId,
    context,
    utility,
    tender: parseMoney(amount, utility.currency).minor,
    businessDay: businessDay(at, utility.timeZone),
  }
  const backEnd = backEndFor(context)
  return { backEnd, asked, quoted: await backEnd.quote(asked) }
}

/** The first back end that serves this kind of meter. */
function backEndFor(context: SaleContext): BackEnd {
  const found = served.find(({ serves }) => serves(context))
  if (!found) throw MeterNotLinked({ serialNumber: context.serialNumber })
  return found
}

/** The back end of this name, which a held sale still waits for. */
export function backEndNamed(name: string): BackEnd | undefined {
  return served.find((backEnd) => backEnd.name === name)
}

/** Replaces the back ends: for a test that scripts one. Returns how to put them back. */
export function useBackEnds(others: readonly BackEnd[]): () => void {
  const before = served
  served = others
  return () => {
    served = before
  }
}

let served = backEnds

function checkMeter(context: SaleContext): void {
  const { serialNumber } = context
  if (context.meterStatus === 'blocked') {
    throw MeterBlocked({ serialNumber, reason: context.blockReason })
  }
  if (context.meterStatus !== 'installed') throw MeterNotLinked({ serialNumber })
  if (context.sts?.baseDate === 1993) throw BaseDateRetired({ serialNumber })
}

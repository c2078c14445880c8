import type { Actor } from '../access/index.ts'
import { recordDebt, registerCustomer } from '../customers/index.ts'
import type { Tx } from '../db/index.ts'
import { now } from '../kernel/clock.ts'
import { registerMeter } from '../meters/index.ts'
import { connectMeter } from '../tariffs/index.ts'
import { openRegister } from '../tokens/index.ts'
import { registerUsagePoint } from '../usage-points/index.ts'
import { groupOf, supplyGroups } from './company.ts'
import { customerId, debtId, type Household, meterId, usagePointId } from './households.ts'
import { tariffId } from './tariffs.ts'

/** Registers customers with their places, meters and debts, each connected from now on. */
export async function connect(
  tx: Tx,
  actor: Actor,
  households: readonly Household[],
): Promise<void> {
  const groups = await supplyGroups(tx)
  for (const household of households) {
    const { utility, commodity } = household
    const utilityId = utility.id
    const place = usagePointId(household)
    const customer = customerId(household)
    const meter = meterId(household)
    await registerCustomer(tx, actor, {
      id: customer,
      utilityId,
      accountNumber: household.accountNumber,
      name: household.name,
      phone: '',
      email: '',
      class: household.class,
    })
    await registerUsagePoint(tx, actor, {
      id: place,
      utilityId,
      number: `UP-${household.accountNumber.slice(3)}`,
      address: household.address,
      area: household.area,
    })
    await registerMeter(tx, actor, {
      id: meter,
      utilityId,
      serialNumber: household.serialNumber,
      commodity,
      model: household.model,
      sts: {
        supplyGroupId: groups.get(groupOf[commodity])!,
        keyRevision: 1,
        keyType: 2,
        tariffIndex: 1,
        keyExpiry: 255,
        keyAlgorithm: household.dkga,
        encryptionAlgorithm: household.algorithm,
        baseDate: household.baseDate,
      },
    })
    await connectMeter(tx, actor, {
      usagePointId: place,
      meterId: meter,
      customerId: customer,
      tariffId: tariffId(household.tariff),
      from: now(),
    })
    await openRegister(tx, actor.tenantId, meter, household.baseDate)
    await oweDebt(tx, actor, household)
  }
}

async function oweDebt(tx: Tx, actor: Actor, household: Household): Promise<void> {
  const { debt } = household
  if (!debt) return
  await recordDebt(tx, actor, {
    id: debtId(household),
    customerId: customerId(household),
    kind: debt.kind,
    name: debt.name,
    minor: debt.minor,
    recovery: { basisPoints: debt.shareBasisPoints, capMinor: null, order: 1 },
  })
}

import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { type Act, type Actor, requireWithin } from '../access/index.ts'
import type { Db } from '../db/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type Currency, formatMoney, type Money } from '../kernel/money.ts'
import { IdText } from '../kernel/schemas.ts'
import { balanceOf, vendorAccounts } from '../ledger/index.ts'
import { utilitiesOf } from '../tenants/index.ts'
import { confirmDeposit } from './deposit.ts'
import { readVendor, requireVendor, setVendorCreditLimit, VendorUnknown } from './vendor.ts'

/** Minor units of the vendor's currency, in digits. */
const Minor = Type.String({ pattern: '^(0|[1-9][0-9]{0,17})$' })

const CreditLimit = Type.Object({ vendorId: IdText<'vendor'>(), minor: Minor })

/** Setting how far the float of a vendor may be overdrawn. */
export const creditLimit: Act<Static<typeof CreditLimit>> = {
  kind: 'vendor.credit_limit',
  permission: 'vendor.approve',
  byAmount: true,
  parse: (stored) => Value.Parse(CreditLimit, stored),
  describe: async (db, actor, { vendorId, minor }) => {
    const { name, amount } = await asked(db, actor, 'vendor.approve', vendorId, minor)
    const accounts = await vendorAccounts(db, actor.tenantId, vendorId)
    const balance = accounts && (await balanceOf(db, actor.tenantId, accounts.float))
    if (!balance) throw VendorUnknown()
    const before = formatMoney({ ...amount, minor: balance.creditLimit })
    return {
      subject: { kind: 'vendor', id: vendorId, name },
      before: { creditLimit: before },
      after: { creditLimit: formatMoney(amount) },
      amount,
      target: { vendorId },
    }
  },
  execute: (tx, actor, { vendorId, minor }) =>
    setVendorCreditLimit(tx, actor, vendorId, BigInt(minor)),
}

const Deposit = Type.Object({
  vendorId: IdText<'vendor'>(),
  minor: Minor,
  bankReference: Type.String(),
})

/** Confirming that a deposit of a vendor reached the bank. */
export const depositConfirmation: Act<Static<typeof Deposit>> = {
  kind: 'deposit.confirm',
  permission: 'deposit.confirm',
  byAmount: true,
  parse: (stored) => Value.Parse(Deposit, stored),
  describe: async (db, actor, { vendorId, minor, bankReference }) => {
    const { name, amount } = await asked(db, actor, 'deposit.confirm', vendorId, minor)
    return {
      subject: { kind: 'vendor', id: vendorId, name },
      before: {},
      after: { deposit: formatMoney(amount), bankReference },
      amount,
      target: { vendorId },
    }
  },
  execute: (tx, actor, { vendorId, minor, bankReference }, { id }) =>
    confirmDeposit(tx, actor, {
      vendorId,
      minor: BigInt(minor),
      bankReference,
      id: id as string as Id<'deposit'>,
    }),
}

/** The vendor's name and the amount, once it is known that the actor reaches the one and may decide the other. */
async function asked(
  db: Db,
  actor: Actor,
  permission: 'vendor.approve' | 'deposit.confirm',
  vendorId: Id<'vendor'>,
  minor: string,
): Promise<{ name: string; amount: Money }> {
  await requireVendor(db, actor, permission, vendorId)
  const { name, currency: code } = await readVendor(db, actor.tenantId, vendorId)
  const amount = { minor: BigInt(minor), currency: await currencyOf(actor, code) }
  requireWithin(actor, permission, { minor: amount.minor, currency: code })
  return { name, amount }
}

async function currencyOf(actor: Actor, code: string): Promise<Currency> {
  const utilities = await utilitiesOf(actor)
  // A vendor sells for utilities of its currency; before the first one, two decimals are usual.
  return utilities.find(({ currency }) => currency.code === code)?.currency ?? { code, decimals: 2 }
}

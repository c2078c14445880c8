/**
 * The books as a child would keep them: a few maps and no database. Tests drive it beside Saldo with the same
 * operations, and both must agree to the cent. It shares no code with the server on purpose.
 */
export class PlainLedger {
  readonly terms: PlainTerms
  readonly floats = new Map<string, bigint>()
  /** What each meter's customer owes, debt by debt, in the order of recovery. */
  readonly debts = new Map<string, bigint[]>()
  readonly sales = new Map<string, PlainSale>()
  /** What the utility has earned and what it paid in margin. */
  earned = 0n
  recovered = 0n
  margin = 0n
  taken = 0n

  constructor(terms: PlainTerms) {
    this.terms = terms
  }

  deposit(vendor: string, minor: bigint): void {
    this.floats.set(vendor, this.available(vendor) + minor)
  }

  available(vendor: string): bigint {
    return this.floats.get(vendor) ?? 0n
  }

  owe(meter: string, minor: bigint): void {
    this.debts.set(meter, [...(this.debts.get(meter) ?? []), minor])
  }

  owed(meter: string): bigint {
    return (this.debts.get(meter) ?? []).reduce((sum, minor) => sum + minor, 0n)
  }

  /** What selling would answer, and does it when it can be done. */
  sell(order: PlainOrder): 'sold' | 'told' | 'reused' | 'short' {
    const known = this.sales.get(`${order.vendor} ${order.key}`)
    if (known) {
      const same = known.meter === order.meter && known.minor === order.minor
      return same ? 'told' : 'reused'
    }
    const margin = halfUp(order.minor * this.terms.marginBasisPoints)
    const net = order.minor - margin
    if (net > this.available(order.vendor)) return 'short'
    this.floats.set(order.vendor, this.available(order.vendor) - net)
    const paid = this.payDebts(order.meter, order.minor)
    this.recovered += paid
    this.earned += order.minor - paid
    this.margin += margin
    this.taken += order.minor
    this.sales.set(`${order.vendor} ${order.key}`, { ...order, paid })
    return 'sold'
  }

  // Each debt takes its share of the purchase; what a share leaves below a cent goes to the next.
  private payDebts(meter: string, minor: bigint): bigint {
    let fraction = 0n
    let paid = 0n
    const debts = (this.debts.get(meter) ?? []).map((owed) => {
      if (owed === 0n) return owed
      const share = minor * this.terms.debtShareBasisPoints
      const exact = (share < owed * 10_000n ? share : owed * 10_000n) + fraction
      const due = exact / 10_000n
      fraction = exact % 10_000n
      paid += due
      return owed - due
    })
    this.debts.set(meter, debts)
    return paid
  }
}

/** Ten-thousandths of a purchase: of the vendor's margin, and of what each debt takes. */
export interface PlainTerms {
  readonly marginBasisPoints: bigint
  readonly debtShareBasisPoints: bigint
}

export interface PlainOrder {
  readonly vendor: string
  readonly meter: string
  readonly key: string
  readonly minor: bigint
}

export interface PlainSale extends PlainOrder {
  /** Of the debts. */
  readonly paid: bigint
}

function halfUp(tenThousandths: bigint): bigint {
  return (tenThousandths + 5_000n) / 10_000n
}

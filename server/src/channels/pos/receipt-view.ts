import type { Receipt } from '@saldo/receipt'
import Type from 'typebox'
import { TokenView, UnitName } from '../sale-view.ts'

const Text = Type.String()
const Maybe = Type.Optional(Text)

/** The receipt of packages/receipt in the contract: everything in it is text already. */
export const ReceiptView = Type.Unsafe<Receipt>(
  Type.Object({
    currency: Text,
    header: Type.Object({
      utilityName: Text,
      address: Maybe,
      taxNumber: Maybe,
      taxInvoice: Type.Boolean(),
      copy: Type.Integer(),
      training: Type.Optional(Type.Boolean()),
    }),
    sale: Type.Object({
      receiptNumber: Text,
      soldAt: Text,
      vendor: Text,
      vendorAddress: Maybe,
      terminal: Text,
      operator: Text,
      shift: Maybe,
      channelReference: Maybe,
    }),
    customer: Type.Object({ name: Maybe, account: Maybe, address: Maybe }),
    meter: Type.Object({
      serialNumber: Text,
      supplyGroupCode: Text,
      keyRevision: Text,
      tariffIndex: Text,
      algorithm: Text,
      tariffName: Text,
    }),
    tender: Type.Object({ method: Text, amount: Text, tendered: Maybe, change: Maybe }),
    deductions: Type.Array(Type.Object({ label: Text, amount: Text, remaining: Maybe })),
    energy: Type.Array(Type.Object({ units: Text, price: Maybe, amount: Text, label: Maybe })),
    units: Type.Object({ total: Text, unit: UnitName, free: Maybe }),
    tokens: Type.Array(TokenView),
    footer: Type.Object({ message: Maybe, supportPhone: Maybe, verifyUrl: Maybe }),
  }),
)

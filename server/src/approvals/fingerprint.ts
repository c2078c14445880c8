import { createHash } from 'node:crypto'
import type { Described } from '../access/index.ts'

/** Content, before and after as they are stored, and what stands for all of it and the amount. */
export function written(content: unknown, described: Described) {
  const texts = {
    content: text(content),
    before: text(described.before),
    after: text(described.after),
  }
  const { amount, target, also = null } = described
  const parts = [
    ...Object.values(texts),
    text(also),
    amount ? `${amount.minor} ${amount.currency.code} ${amount.currency.decimals}` : '',
    target?.utilityId ?? '',
    target?.vendorId ?? '',
  ]
  const fingerprint = createHash('sha256').update(JSON.stringify(parts)).digest()
  return { ...texts, fingerprint }
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one))
}

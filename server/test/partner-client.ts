import { newId } from '../src/kernel/ids.ts'
import type { Reply, Send } from './till.ts'

/** A program that sells through the partner interface. */
export interface PartnerClient {
  readonly id: string
  readonly secret: string
  sell(serialNumber: string, amount: string, key?: string): Promise<Reply>
  ask(method: 'GET' | 'POST', url: string, body?: unknown, key?: string): Promise<Reply>
}

export function partnerClient(send: Send, id: string, secret: string): PartnerClient {
  const ask: PartnerClient['ask'] = (method, url, body, key) =>
    send({
      method,
      url,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return {
    id,
    secret,
    ask,
    sell: (serialNumber, amount, key = newId<'key'>()) =>
      ask(
        'POST',
        '/api/partner/v1/sales',
        { serialNumber, amount, tender: { method: 'cash' } },
        key,
      ),
  }
}

import type { World } from '../../../test/harness.ts'
import { createLog } from '../../kernel/log.ts'
import { mailTask } from '../../notifications/index.ts'
import { type Arrived, header, openPostOffice } from '../../notifications/test/post-office.ts'

/** The letters that people of a tenant get, through a real mail server. */
export interface Mailbox {
  /** The letters that arrived for an address since they were last asked for. */
  readonly lettersTo: (email: string) => Promise<Letter[]>
  readonly close: () => Promise<void>
}

export interface Letter {
  readonly subject: string
  readonly text: string
  /** The secret part of its link: what stands behind the "#". */
  readonly link: string | undefined
  readonly raw: string
}

export async function openMailbox({ tenantId }: Pick<World, 'tenantId'>): Promise<Mailbox> {
  const office = await openPostOffice()
  const task = mailTask({ log: createLog('silent'), server: office.server })
  const read = new Set<Arrived>()
  return {
    lettersTo: async (email) => {
      if ('perTenant' in task) await task.perTenant(tenantId, new AbortController().signal)
      const fresh = office.arrived.filter((one) => !read.has(one) && one.to.includes(email))
      for (const one of fresh) read.add(one)
      return fresh.map(letterOf)
    },
    close: () => office.close(),
  }
}

function letterOf(arrived: Arrived): Letter {
  const plain = arrived.raw.split(/Content-Type: text\/html/i)[0] ?? ''
  const text = Buffer.from(
    plain
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
    'latin1',
  ).toString()
  return {
    subject: header(arrived, 'Subject')[0] ?? '',
    text,
    link: /#([A-Za-z0-9._-]+)/.exec(text)?.[1],
    raw: arrived.raw,
  }
}

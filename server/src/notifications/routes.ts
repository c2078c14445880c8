import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import type { AuditActor } from '../audit/index.ts'
import { reading, transaction } from '../db/index.ts'
import type { Http } from '../http/index.ts'
import { refusal } from '../kernel/refusal.ts'
import { IdText } from '../kernel/schemas.ts'
import { mailbox } from './address.ts'
import { type ListedMail, listMail, type MailPage } from './mail-list.ts'
import { MESSAGE_STATES } from './message.ts'
import { resendMail } from './resend.ts'
import { confirmAddress, mailStatus } from './status.ts'

export const MailOfCompany = refusal(
  'mail.whole_company',
  403,
  'This is for people whose right reaches the whole company: a letter belongs to no utility and no vendor.',
)

/** Whoever identifies callers stands above. */
export interface MailRoutesOptions<Caller extends AuditActor> {
  readonly guard: (request: FastifyRequest) => Promise<void>
  readonly callerOf: (request: FastifyRequest) => Caller
  /** Whether a right of the caller reaches the whole company. */
  readonly reachesAll: (caller: Caller, right: 'mail.read' | 'mail.resend') => boolean
}

const Instant = Type.String({ format: 'date-time' })
const MaybeInstant = Type.Union([Instant, Type.Null()])

const MailView = Type.Object({
  id: IdText<'message'>(),
  template: Type.String(),
  language: Type.String(),
  to: Type.String(),
  state: Type.Enum([...MESSAGE_STATES]),
  attempts: Type.Integer(),
  queuedAt: Instant,
  dueAt: MaybeInstant,
  finishedAt: MaybeInstant,
  answer: Type.Union([Type.String(), Type.Null()]),
  bouncingSince: MaybeInstant,
  next: Type.Enum(['try_now', 'send_again', 'confirm_address', 'make_anew', 'nothing']),
})
const MailPageView = Type.Object({
  data: Type.Array(MailView),
  next: Type.Union([Type.String(), Type.Null()]),
  previous: Type.Union([Type.String(), Type.Null()]),
  count: Type.Object({ value: Type.Integer(), exact: Type.Boolean() }),
})
const StatusView = Type.Object({
  counts: Type.Object(
    Object.fromEntries(MESSAGE_STATES.map((state) => [state, Type.Integer()])) as Record<
      (typeof MESSAGE_STATES)[number],
      ReturnType<typeof Type.Integer>
    >,
  ),
  waitingSince: MaybeInstant,
  bouncingAddresses: Type.Integer(),
})
const Address = Type.String({ minLength: 3, maxLength: 254 })

/** How a company's e-mail stands, and what can be done about letters that did not arrive. */
export function mailRoutes<Caller extends AuditActor>(options: MailRoutesOptions<Caller>) {
  const { guard, callerOf, reachesAll } = options
  const callerWith = (request: FastifyRequest, right: 'mail.read' | 'mail.resend') => {
    const caller = callerOf(request)
    if (!reachesAll(caller, right)) throw MailOfCompany()
    return caller
  }

  return async (app: Http): Promise<void> => {
    app.addHook('preValidation', guard)

    app.get(
      '/mail/status',
      {
        config: { permission: 'mail.read' },
        schema: {
          summary: 'How many e-mails wait, went out, came back or failed',
          response: { 200: StatusView },
        },
      },
      async (request) => {
        const caller = callerWith(request, 'mail.read')
        const status = await reading(caller, (db) => mailStatus(db, caller.tenantId))
        return { ...status, waitingSince: status.waitingSince?.toISOString() ?? null }
      },
    )

    app.get(
      '/mail',
      {
        config: { permission: 'mail.read' },
        schema: {
          summary: 'The e-mails of the company, newest first, and what can be done about each',
          querystring: Type.Object(
            {
              state: Type.Optional(Type.Enum([...MESSAGE_STATES])),
              to: Type.Optional(Address),
              limit: Type.Optional(Type.Enum(['25', '50', '100'])),
              after: Type.Optional(IdText<'message'>()),
              before: Type.Optional(
                Type.Union([IdText<'message'>(), Type.Literal('end')], {
                  description: 'The page that ends before this one; "end" is the last page.',
                }),
              ),
            },
            { additionalProperties: false },
          ),
          response: { 200: MailPageView },
        },
      },
      async (request) => {
        const caller = callerWith(request, 'mail.read')
        const { state, to, limit, after, before } = request.query
        const filter = { state, to: to === undefined ? undefined : mailbox(to) }
        const place = { limit: Number.parseInt(limit ?? '25', 10), after, before }
        return pageView(await reading(caller, (db) => listMail(db, caller.tenantId, filter, place)))
      },
    )

    app.post(
      '/mail/:id/resend',
      {
        config: { permission: 'mail.resend' },
        schema: {
          summary: 'Send an e-mail again that did not arrive, or try a waiting one now',
          params: Type.Object({ id: IdText<'message'>() }),
          response: { 204: Type.Null() },
        },
      },
      async (request, reply) => {
        const caller = callerWith(request, 'mail.resend')
        await transaction(caller, (tx) => resendMail(tx, caller, request.params.id))
        reply.status(204)
        return null
      },
    )

    app.post(
      '/mail/addresses/confirm',
      {
        config: { permission: 'mail.resend' },
        schema: {
          summary:
            'Let e-mails go again to an address that refused them, because its owner confirmed it',
          body: Type.Object({ address: Address }, { additionalProperties: false }),
          response: { 204: Type.Null() },
        },
      },
      async (request, reply) => {
        const caller = callerWith(request, 'mail.resend')
        await transaction(caller, (tx) => confirmAddress(tx, caller, request.body.address))
        reply.status(204)
        return null
      },
    )
  }
}

function pageView({ mails, hasNext, hasPrevious, count }: MailPage): Static<typeof MailPageView> {
  return {
    data: mails.map(mailView),
    next: hasNext ? (mails.at(-1)?.id ?? null) : null,
    previous: hasPrevious ? (mails[0]?.id ?? null) : null,
    count: { ...count },
  }
}

function mailView(mail: ListedMail): Static<typeof MailView> {
  const text = (instant: Date | null) => instant?.toISOString() ?? null
  return {
    ...mail,
    queuedAt: mail.queuedAt.toISOString(),
    dueAt: text(mail.dueAt),
    finishedAt: text(mail.finishedAt),
    bouncingSince: text(mail.bouncingSince),
  }
}

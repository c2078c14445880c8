import { template } from './template.ts'

const WEEK_MS = 7 * 86_400_000

/** To somebody who is to work with the console. `until` is a date as the reader writes it, with its zone. */
export const invitation = template({
  name: 'invitation',
  values: ['brand', 'supportPhone', 'name', 'inviter', 'link', 'until'],
  secret: ['link'],
  lifeMs: WEEK_MS,
  outline: ({ link }) => ({
    subject: 'invitation.subject',
    paragraphs: ['invitation.what', 'invitation.how'],
    action: { label: 'invitation.action', url: link },
    after: ['invitation.until', 'invitation.unexpected'],
  }),
})

import { template } from './template.ts'

const HOUR_MS = 3_600_000

/** To a person who forgot the password. `until` is a time as the reader writes it, with its zone. */
export const passwordReset = template({
  name: 'password-reset',
  values: ['brand', 'supportPhone', 'name', 'link', 'until'],
  secret: ['link'],
  lifeMs: HOUR_MS,
  outline: ({ link }) => ({
    subject: 'password_reset.subject',
    paragraphs: ['password_reset.what', 'password_reset.how'],
    action: { label: 'password_reset.action', url: link },
    after: ['password_reset.until', 'password_reset.unexpected'],
  }),
})

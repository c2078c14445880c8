import type { WordKey } from '../words/index.ts'
import { template } from './template.ts'

const DAY_MS = 86_400_000

/** What can happen to somebody's access, and the sentence that says so. */
const sentences: { readonly [event: string]: WordKey } = {
  password: 'access_notice.password',
  factor_added: 'access_notice.factor_added',
  factor_removed: 'access_notice.factor_removed',
  factor_reset: 'access_notice.factor_reset',
  recovery_codes: 'access_notice.recovery_codes',
  recovery_code_used: 'access_notice.recovery_code_used',
  new_device: 'access_notice.new_device',
}

/** To a person whose access was changed or used from a new browser. `when` is a time as the reader writes it. */
export const accessNotice = template({
  name: 'access-notice',
  values: ['brand', 'supportPhone', 'name', 'event', 'when', 'source', 'link'],
  secret: [],
  lifeMs: DAY_MS,
  outline: ({ event, link }) => ({
    subject: 'access_notice.subject',
    paragraphs: [sentenceOf(event), 'access_notice.when'],
    action: { label: 'access_notice.action', url: link },
    after: ['access_notice.unexpected'],
  }),
})

function sentenceOf(event: string): WordKey {
  const sentence = sentences[event]
  if (!sentence) throw new TypeError(`No sentence tells of ${event}.`)
  return sentence
}

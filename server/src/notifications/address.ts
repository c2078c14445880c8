import { refusal } from '../kernel/refusal.ts'

export const AddressMalformed = refusal(
  'mail.address_malformed',
  422,
  'No e-mail can be sent to this address. Correct the address.',
)

// Narrower than RFC 5322 on purpose: no quoted names, comments, lists or literals, so that the text means
// one mailbox to every program that reads it, and carries no line break into a header or a command.
const MAILBOX =
  /^[^\s\p{C}<>()[\]\\,;:"@]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u

/**
 * One mailbox, as it is compared and sent to: NFC, small letters.
 * @throws AddressMalformed for anything else, such as two addresses or a line break
 */
export function mailbox(text: string): string {
  const address = text.length > 254 ? '' : text.normalize('NFC').toLowerCase()
  if (address.length > 254 || !MAILBOX.test(address)) throw AddressMalformed()
  return address
}

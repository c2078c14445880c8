import { expect, test } from 'vitest'
import { AddressMalformed, mailbox } from './address.ts'

test.each([
  'ana@example.org\r\nBcc: eve@evil.example',
  'ana@example.org, eve@evil.example',
  'ana@example.org eve@evil.example',
  '"eve@evil.example ana"@example.org',
  'Ana <ana@example.org>',
  'ana@example.org\u0000',
  'ana@[127.0.0.1]',
  'ana@-example.org',
  'ana',
  `${'a'.repeat(250)}@example.org`,
])('%j is no address to send to', (text) => {
  expect(() => mailbox(text)).toThrow(AddressMalformed().message)
})

test('an address is written in small letters, with its accents in one form', () => {
  expect(mailbox('Ana.Mokoena+1@Example.ORG')).toBe('ana.mokoena+1@example.org')
  expect(mailbox('jose\u0301@example.org')).toBe('jos\u00e9@example.org')
})

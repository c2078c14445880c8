import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const from = 'Northern Energy <billing@northern.example>'
const read = (url: string, sender: string | undefined = from) =>
  readConfig({ SALDO_SMTP_URL: url, SALDO_MAIL_FROM: sender }).mailServer

test('without a mail server there is none, and that is allowed', () => {
  expect(readConfig({}).mailServer).toBeUndefined()
  expect(readConfig({ SALDO_MAIL_FROM: from }).mailServer).toBeUndefined()
})

test('the address, the password and the sender are read', () => {
  expect(read('smtp://saldo%40x:p%2Fw@mail.example')).toEqual({
    host: 'mail.example',
    port: 587,
    secure: false,
    requireTls: true,
    user: 'saldo@x',
    password: 'p/w',
    fromName: 'Northern Energy',
    fromAddress: 'billing@northern.example',
  })
  expect(read('smtps://mail.example', 'a@b.example')).toMatchObject({
    port: 465,
    secure: true,
    requireTls: false,
    fromName: '',
    fromAddress: 'a@b.example',
  })
})

test('a password crosses a network under TLS only; on the own machine it may go without', () => {
  expect(read('smtp://u:p@mail.example:2525')).toMatchObject({ port: 2525, requireTls: true })
  expect(read('smtp://u:p@[::1]:25')).toMatchObject({ host: '::1', requireTls: false })
  expect(read('smtp://u:p@127.0.0.1.evil.example')).toMatchObject({ requireTls: true })
})

test.each([
  'http://mail.example',
  'smtp://',
  'smtp://u:Hidden1@mail.example?tls=none',
  'smtp://u:Hidden1@mail.example/inbox',
  'smtp://u:Hidden1%zz@mail.example',
])('%s is not taken, and its password not repeated', (url) => {
  expect(() => read(url)).toThrow(ConfigError)
  expect(() => read(url)).not.toThrow('Hidden1')
})

test('a mail server needs a sender', () => {
  expect(() => readConfig({ SALDO_SMTP_URL: 'smtp://mail.example' })).toThrow('SALDO_MAIL_FROM')
})

test.each(['billing', 'a@b.example\r\nBcc: c@d.example', 'A <a@b.example>, B <c@d.example>'])(
  'the sender %j is not taken',
  (sender) => {
    expect(() => read('smtp://mail.example', sender)).toThrow(ConfigError)
  },
)

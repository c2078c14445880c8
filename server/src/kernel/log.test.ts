import { expect, test } from 'vitest'
import { createLog, type LogFields, maskSecrets } from './log.ts'

const logged = (fields: LogFields): string => {
  const lines: string[] = []
  createLog('info', { write: (line: string) => void lines.push(line) }).info('sale.done', fields)
  return lines.join('')
}

test('an event is one line with its named fields', () => {
  const line = JSON.parse(logged({ saleId: 'a', durationMs: 12 }))
  expect(line).toMatchObject({ event: 'sale.done', level: 'info', saleId: 'a', durationMs: 12 })
})

test('a field that is not on the list does not get in, not even untyped', () => {
  const smuggled = { token: '12345678901234567890', pin: '4711', body: { pin: '4711' } }
  const line = logged(smuggled as LogFields)
  expect(line).not.toContain('4711')
  expect(line).not.toContain('1234567890')
})

test('tokens, keys and passwords inside a message are masked, ids stay', () => {
  const id = '01a20c95-f35a-7142-a74d-a8f4ca278311'
  const message = `sale ${id} token 1234 5678 9012 3456 7890 key abababababababab postgres://u:secret@h/d`
  const masked = maskSecrets(message)
  expect(masked).toContain(id)
  expect(masked).toContain('postgres://u:…@h/d')
  for (const secret of ['5678', 'abab', 'secret']) expect(masked).not.toContain(secret)
})

test('an error is logged by kind and code, without the row values PostgreSQL adds', () => {
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (token)=(12345) already exists.',
  })
  const line = logged({ error })
  expect(line).toContain('23505')
  expect(line).not.toContain('already exists')
})

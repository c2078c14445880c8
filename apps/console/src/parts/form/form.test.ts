import { expect, test } from 'vitest'
import { fieldFaults } from './field-errors.ts'
import { requestKeys } from './request-key.ts'

const problem = (pointers: readonly string[]) => ({
  type: 'about:blank',
  title: '',
  status: 400,
  code: 'request.malformed',
  traceId: '',
  errors: pointers.map((pointer) => ({ pointer, code: 'field.required' })),
})

test('what the server refuses lands on the field it means, also in a list', () => {
  const faults = fieldFaults(problem(['/name', '/roles/0/reachId', '/a~1b/~0c']))
  expect(faults.map(({ field }) => field)).toEqual(['name', 'roles.0.reachId', 'a/b.~c'])
  expect(fieldFaults({ ...problem([]) })).toEqual([])
})

test('the same content sent again after silence has the same key; other content has another', () => {
  const keys = requestKeys()
  const first = keys.keyFor({ name: 'Night desk' })
  expect(first).toMatch(/^[0-9a-f]{32}$/)
  expect(keys.keyFor({ name: 'Night desk' })).toBe(first)
  expect(keys.keyFor({ name: 'Day desk' })).not.toBe(first)
})

test('the same content after an answer is a new deed', () => {
  const keys = requestKeys()
  const first = keys.keyFor({ name: 'Night desk' })
  keys.settled()
  expect(keys.keyFor({ name: 'Night desk' })).not.toBe(first)
})

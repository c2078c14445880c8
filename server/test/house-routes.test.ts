import { expect, test } from 'vitest'
import { type RegisteredRoute, registeredFaults, registeredRoutes } from './house/registered.ts'
import { open, repeatable } from './house/route-exceptions.ts'

test('every route that the server registers names a right, knows its fields, and does a deed once', async () => {
  const routes = await registeredRoutes()
  expect(routes.length).toBeGreaterThan(50)
  expect(registeredFaults(routes, { open, repeatable })).toEqual([])
})

const closed = { type: 'object', additionalProperties: false }
const route = (given: Partial<RegisteredRoute>): RegisteredRoute => ({
  name: 'GET /api/console/x',
  permission: 'sale.read',
  summary: 'X',
  body: undefined,
  querystring: undefined,
  headers: undefined,
  ...given,
})
const faults = (given: Partial<RegisteredRoute>, repeats = {}, takesMore = {}) =>
  registeredFaults([route(given)], { repeatable: repeats, open: takesMore }).join('\n')

test('a route without a right, or with one that nobody can have, is found, however it was written', () => {
  expect(faults({})).toBe('')
  expect(faults({ permission: undefined })).toContain('names no permission')
  expect(faults({ permission: 'sale.rea' })).toContain('not in access/permissions.ts')
  expect(faults({ permission: 'toString' })).toContain('not in access/permissions.ts')
  expect(faults({ permission: 'signed_in' })).toBe('')
  expect(faults({ summary: '' })).toContain('no summary')
})

test('a route that takes fields it does not know is found, also deep inside', () => {
  const name = { type: 'string' }
  expect(faults({ body: { type: 'object', properties: { name } } })).toContain('in its body')
  expect(faults({ body: { ...closed, properties: { name } } })).toBe('')
  const inner = { type: 'array', items: { anyOf: [{ type: 'object', properties: { name } }] } }
  expect(faults({ body: { ...closed, properties: { roles: inner } } })).toContain('body/roles/[]')
  const loose = { body: { type: 'object', properties: { name } } }
  expect(faults(loose, {}, { 'GET /api/console/x': 'Browsers say more.' })).toBe('')
  expect(faults({ querystring: { type: 'object', properties: { name } } })).toContain('querystring')
})

test('a deed of the console that a browser could do twice is found', () => {
  const post = { name: 'POST /api/console/x' }
  const keyed = { type: 'object', properties: { 'idempotency-key': { type: 'string' } } }
  expect(faults(post)).toContain('takes no Idempotency-Key')
  expect(faults({ ...post, headers: keyed })).toBe('')
  expect(faults(post, { 'POST /api/console/x': 'Only looks.' })).toBe('')
  expect(faults({ ...post, headers: keyed }, { 'POST /api/console/x': 'Looks.' })).toContain('off')
  expect(faults({}, { 'POST /api/console/gone': 'Only looks.' })).toContain('no route')
})

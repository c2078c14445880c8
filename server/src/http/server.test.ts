import { afterEach, expect, test } from 'vitest'
import { createLog } from '../kernel/log.ts'
import { createHttp, type Http } from './server.ts'

let app: Http
afterEach(() => app.close())

/** Where a request is believed to come from. */
async function source(from: string, forwarded: string, trustedProxies?: readonly string[]) {
  app = await createHttp({
    log: createLog('silent'),
    version: 'test',
    ...(trustedProxies && { trustedProxies }),
  })
  app.get('/', async (request) => ({ source: request.ip }))
  const headers = { 'x-forwarded-for': forwarded }
  const answer = await app.inject({ method: 'GET', url: '/', remoteAddress: from, headers })
  return answer.json().source
}

test.each([
  ['no proxy is ours', '10.0.0.7', '203.0.113.9', undefined, '10.0.0.7'],
  ['our proxy says it', '10.0.0.7', '203.0.113.9', ['10.0.0.0/8'], '203.0.113.9'],
  [
    'two proxies of ours',
    '127.0.0.1',
    '203.0.113.9, 10.0.0.7',
    ['10.0.0.0/8', '127.0.0.1'],
    '203.0.113.9',
  ],
  ['a caller says it', '198.51.100.1', '203.0.113.9', ['10.0.0.0/8'], '198.51.100.1'],
  [
    'a caller said it to our proxy',
    '10.0.0.7',
    '203.0.113.9, 198.51.100.1',
    ['10.0.0.0/8'],
    '198.51.100.1',
  ],
])('where a request comes from, when %s', async (_, from, forwarded, proxies, believed) => {
  expect(await source(from, forwarded, proxies)).toBe(believed)
})

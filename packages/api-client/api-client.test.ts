import { expect, test } from 'vitest'
import { createApi } from './index.ts'

type Answer = () => Response | Promise<Response>

function apiThatAnswers(answer: Answer, csrfToken?: string) {
  const sent: Request[] = []
  const api = createApi({
    baseUrl: 'http://saldo.test',
    csrfToken: () => csrfToken,
    fetch: async (request) => {
      sent.push(request)
      return answer()
    },
  })
  return { api, sent }
}

const refusal = {
  type: 'about:blank',
  title: 'E-mail or password is wrong.',
  status: 401,
  code: 'session.credentials',
  traceId: 't-1',
}

test('a refusal arrives as the problem document the server sent', async () => {
  const { api } = apiThatAnswers(() =>
    Response.json(refusal, {
      status: 401,
      headers: { 'content-type': 'application/problem+json' },
    }),
  )
  const { error } = await api.client.GET('/api/console/session' as never)
  expect(error).toEqual(refusal)
})

test('a locked sign-in says how long to wait', async () => {
  const { api } = apiThatAnswers(() =>
    Response.json(
      { ...refusal, status: 429, code: 'session.locked' },
      { status: 429, headers: { 'retry-after': '90' } },
    ),
  )
  const { error } = await api.client.POST('/api/console/sessions' as never)
  expect(error).toMatchObject({ code: 'session.locked', retryAfter: 90 })
})

test("a proxy's error page is a problem too", async () => {
  const { api } = apiThatAnswers(() => new Response('<h1>Bad gateway</h1>', { status: 502 }))
  const { error } = await api.client.GET('/api/console/session' as never)
  expect(error).toMatchObject({ status: 502, code: 'answer.unreadable' })
})

test('an empty failed answer is a problem and not a success', async () => {
  const { api } = apiThatAnswers(
    () => new Response(null, { status: 500, headers: { 'content-length': '0' } }),
  )
  const { error } = await api.client.GET('/api/console/session' as never)
  expect(error).toMatchObject({ status: 500, code: 'answer.unreadable' })
})

test('no answer at all is a problem with its own code', async () => {
  const { api } = apiThatAnswers(() => Promise.reject(new TypeError('fetch failed')))
  const { error } = await api.client.GET('/api/console/session' as never)
  expect(error).toMatchObject({ code: 'network.lost' })
})

test('a call given up by its caller stays an abort', async () => {
  const { api } = apiThatAnswers(() => Promise.reject(new DOMException('gone', 'AbortError')))
  await expect(api.client.GET('/api/console/session' as never)).rejects.toThrow('gone')
})

test('only calls that change something carry the token against forged requests', async () => {
  const { api, sent } = apiThatAnswers(() => Response.json({}), 'csrf-1')
  await api.client.GET('/api/console/session' as never)
  await api.client.DELETE('/api/console/session' as never)
  expect(sent.map((request) => request.headers.get('saldo-csrf'))).toEqual([null, 'csrf-1'])
})

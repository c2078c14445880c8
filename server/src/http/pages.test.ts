import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../kernel/log.ts'
import { serveApps } from './apps.ts'
import { createHttp, type Http } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'saldo-pages-'))
const SECRET = 'what stands beside the apps'
let app: Http

beforeAll(async () => {
  for (const name of ['pos', 'console']) {
    mkdirSync(join(folder, name, 'dist', 'assets'), { recursive: true })
    writeFileSync(join(folder, name, 'dist', 'index.html'), '<!doctype html><title>App</title>')
    writeFileSync(join(folder, name, 'dist', 'sw.js'), '// the worker')
    writeFileSync(
      join(folder, name, 'dist', 'mark.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
    )
    writeFileSync(join(folder, name, 'dist', 'assets', 'main-abcd1234.js'), '// the app')
    writeFileSync(join(folder, name, 'package.json'), SECRET)
    writeFileSync(join(folder, name, 'dist', '.env'), SECRET)
  }
  writeFileSync(join(folder, 'secret.txt'), SECRET)
  app = await createHttp({ log: createLog('silent'), version: 'test' })
  await serveApps(app, { demo: false, built: pathToFileURL(`${folder}/`) })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

const get = (url: string, headers = {}) => app.inject({ method: 'GET', url, headers })

/** What a policy says of one kind of thing, or of everything. */
function sources(policy: unknown, kind: string): string[] | undefined {
  const parts = String(policy)
    .split(';')
    .map((part) => part.trim().split(/\s+/))
  return (
    parts.find(([name]) => name === kind) ?? parts.find(([name]) => name === 'default-src')
  )?.slice(1)
}

test('no page, file, error or way to another address lets a script in that is not a file of ours', async () => {
  for (const url of [
    '/',
    '/console',
    '/console/',
    '/console/people/<script>alert(1)</script>',
    '/pos/',
    '/pos/sell?x="><script>',
    '/console/mark.svg',
    '/console/assets/main-abcd1234.js',
    '/pos/sw.js',
    '/console/gone.js',
    '/gone',
    '/api/gone',
    '/console/%',
    '/console/%00',
  ]) {
    const { headers } = await get(url)
    const policy = headers['content-security-policy']
    expect([url, ["'self'", "'none'"]]).toEqual([
      url,
      expect.arrayContaining(sources(policy, 'script-src') ?? ['nothing']),
    ])
    expect([url, sources(policy, 'frame-ancestors')]).toEqual([url, ["'none'"]])
    expect([url, headers['x-content-type-options']]).toEqual([url, 'nosniff'])
    expect([url, headers['referrer-policy']]).toEqual([url, 'no-referrer'])
  }
})

test('a worker may still ask the server, bound by what its own file came with', async () => {
  const { headers } = await get('/pos/sw.js')
  expect(sources(headers['content-security-policy'], 'connect-src')).toEqual(["'self'"])
})

test('a browser keeps the files that are named by their content, asks for the others, and keeps no error', async () => {
  const policies = [
    '/console/assets/main-abcd1234.js',
    '/console/',
    '/pos/sw.js',
    '/console/assets/gone-abcd1234.js',
    '/gone',
    '/console/%',
  ]
  const kept = policies.map(async (url) => (await get(url)).headers['cache-control'])
  expect(await Promise.all(kept)).toEqual([
    'public, max-age=31536000, immutable',
    'no-cache',
    'no-cache',
    'no-store',
    'no-store',
    'no-store',
  ])
})

test('what an address says comes back in no page and no error', async () => {
  for (const url of [
    '/console/%3Cscript%3Ealert(1)%3C/script%3E',
    '/<script>alert(1)</script>',
    '/api/console/<script>alert(1)</script>?<script>=1',
  ]) {
    for (const accept of ['text/html', '*/*']) {
      const { body } = await get(url, { accept })
      expect(body).not.toMatch(/script|alert/)
    }
  }
})

test('no address leads out of the folder of an app, and none to a hidden file', async () => {
  for (const way of [
    '../package.json',
    '..%2fpackage.json',
    '%2e%2e/package.json',
    '%2e%2e%2fpackage.json',
    '..%5cpackage.json',
    '..\\package.json',
    '....//package.json',
    '..;/package.json',
    '%252e%252e%252fpackage.json',
    'assets/../../package.json',
    'assets/%2e%2e/%2e%2e/package.json',
    '/package.json',
    '//../package.json',
    '..%00/package.json',
    '../../secret.txt',
    '%2e%2e%2f%2e%2e%2fsecret.txt',
    `${folder}/secret.txt`,
    `/${folder}/secret.txt`,
    '%c0%ae%c0%ae/package.json',
    '.env',
    '%2eenv',
    './.env',
    'file:///etc/passwd',
    'index.html/../../package.json',
  ]) {
    const { body } = await get(`/console/${way}`)
    expect([way, body.includes(SECRET) || body.includes('root:')]).toEqual([way, false])
  }
})

test('no address has the server send a browser to another site', async () => {
  for (const url of [
    '/',
    '/console',
    '/pos',
    '//evil.example',
    '//evil.example/',
    '/\\evil.example',
    '/%2f%2fevil.example',
    '///evil.example/console',
    '//evil.example/console',
    '/console?next=https://evil.example',
    '/?next=//evil.example',
    '/console//evil.example',
    '/console/%0d%0aLocation:%20https://evil.example',
    '/console%0d%0aSet-Cookie:x=1',
    '/pos/../console',
    '/.//evil.example',
    '/console/..//evil.example/..',
  ]) {
    const { headers, statusCode } = await get(url, {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
    })
    const to = headers.location
    expect([url, to === undefined || /^\/(pos|console)\/$/.test(String(to))]).toEqual([url, true])
    expect([url, statusCode >= 300 && statusCode < 400]).toEqual([url, to !== undefined])
    expect([url, headers['set-cookie']]).toEqual([url, undefined])
  }
})

test('the pages as they are written hold no script of their own, so that the policy can forbid all', () => {
  const apps = new URL('../../../apps/', import.meta.url)
  const pages = readdirSync(apps).map((name) =>
    readFileSync(new URL(`${name}/index.html`, apps), 'utf8'),
  )
  expect(pages.length).toBeGreaterThan(1)
  for (const page of pages) {
    for (const [whole, inside] of page.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)) {
      expect(whole).toMatch(/\bsrc="\/src\//)
      expect(inside).toBe('')
    }
    expect(page).not.toMatch(/\son[a-z]+=|javascript:|<base|https?:\/\//i)
  }
})

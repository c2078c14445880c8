import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { readMasterKey } from './master-key.ts'
import { settings, settingsTable } from './settings.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'saldo-config-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment)
    return []
  } catch (thrown) {
    return (thrown as ConfigError).faults
  }
}

test('without any setting Saldo is a demo on this machine alone', () => {
  expect(readConfig({})).toMatchObject({
    mode: 'demo',
    role: 'both',
    host: '127.0.0.1',
    port: 8080,
  })
})

test('every wrong setting is named at once and a secret is not repeated', () => {
  const faults = faultsOf({ SALDO_PORT: '99999', SALDO_MODE: 'prod', SALDO_MASTER_KEY: 'hunter2' })
  expect(faults).toHaveLength(3)
  expect(faults.join(' ')).toContain('one of demo, production')
  expect(faults.join(' ')).not.toContain('hunter2')
})

test('production wants a master key and a true clock', () => {
  const faults = faultsOf({ SALDO_MODE: 'production', SALDO_TEST_CLOCK_OFFSET_MS: '1000' })
  expect(faults).toHaveLength(2)
  expect(faultsOf({ SALDO_MODE: 'production', SALDO_MASTER_KEY: 'ab'.repeat(32) })).toEqual([])
})

test('a secret may come by file, but not by both ways', () => {
  const file = join(folder, 'key')
  writeFileSync(file, `${'cd'.repeat(32)}\n`)
  expect(readConfig({ SALDO_MASTER_KEY_FILE: file }).masterKeyText).toBe('cd'.repeat(32))
  expect(faultsOf({ SALDO_MASTER_KEY_FILE: file, SALDO_MASTER_KEY: 'cd'.repeat(32) })).toHaveLength(
    1,
  )
  expect(faultsOf({ SALDO_MASTER_KEY_FILE: join(folder, 'none') })).toHaveLength(1)
})

test('a misspelt setting is reported', () => {
  expect(readConfig({ SALDO_PROT: '1', HOME: '/' }).unknownNames).toEqual(['SALDO_PROT'])
})

test('a demo makes its master key once, for its user alone', () => {
  const config = readConfig({ SALDO_DATA: join(folder, 'data') })
  const key = readMasterKey(config)
  expect(key).toHaveLength(32)
  expect(readMasterKey(config)).toEqual(key)
  const file = join(folder, 'data', 'master.key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8').trim()).toBe(key.toString('hex'))
})

test('a damaged master key file stops the start instead of being replaced', () => {
  writeFileSync(join(folder, 'master.key'), 'abc\n')
  expect(() => readMasterKey(readConfig({ SALDO_DATA: folder }))).toThrow(ConfigError)
})

test('hexadecimal and base64 give the same key', () => {
  const bytes = Buffer.alloc(32, 0xfa)
  const keyOf = (text: string) => readMasterKey(readConfig({ SALDO_MASTER_KEY: text }))
  expect(keyOf(bytes.toString('base64'))).toEqual(bytes)
  expect(keyOf(bytes.toString('hex'))).toEqual(bytes)
})

test('every setting is in the page for operators', () => {
  for (const name of Object.keys(settings)) expect(settingsTable()).toContain(`\`${name}\``)
  expect(settingsTable()).not.toContain(process.cwd())
})

test('proxies are addresses or ranges; without any nobody is believed on where a request comes from', () => {
  expect(readConfig({}).trustedProxies).toEqual([])
  const proxies = '127.0.0.1,10.0.0.0/8,::1,fd00::/8'
  expect(readConfig({ SALDO_TRUSTED_PROXIES: proxies }).trustedProxies).toEqual(proxies.split(','))
  for (const wrong of [
    'all',
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/0',
    '::1/129',
    '10.0.0.0/8/8',
    '10.0.0.1,',
    '1/2',
  ]) {
    expect(faultsOf({ SALDO_TRUSTED_PROXIES: wrong }).join(), wrong).toContain(
      'SALDO_TRUSTED_PROXIES',
    )
  }
})

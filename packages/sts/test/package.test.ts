import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const folder = new URL('../src/', import.meta.url)
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))

describe.each(sources)('src/$name', ({ text }) => {
  test('imports its own files and node:crypto, nothing else', () => {
    const imported = [...text.matchAll(/from '([^']+)'/g)].map((match) => match[1]!)
    expect(imported.filter((path) => !/^\.\.?\/|^node:crypto$/.test(path))).toEqual([])
  })

  test('reads no clock and rolls no dice: time and random numbers are arguments', () => {
    const found =
      /Date\.now|new Date\(\)|performance\.|Math\.random|randomBytes|randomInt|getRandom/
    expect(text).not.toMatch(found)
  })
})

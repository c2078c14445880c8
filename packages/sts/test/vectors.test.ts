import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { differencesOf, vectorsIn } from '../bin/conformance/check.ts'
import type { Vector } from '../bin/conformance/vector.ts'

const folder = new URL('./vectors/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const read = (file: string) => vectorsIn(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))

describe.each(files)('published vectors in %s', (file) => {
  test.each(read(file).map((vector) => [vector.title, vector] as const))('%s', (_, vector) => {
    expect(differencesOf(vector)).toEqual([])
  })
})

test('all 174 vectors are there, and none whose selection is not ours to ship', () => {
  const vectors = files.flatMap((file) => [...read(file)])
  expect(vectors).toHaveLength(174)
  expect(vectors.filter(({ title }) => title.startsWith('STS 531'))).toEqual([])
})

describe('the conformance runner', () => {
  const vector = read('tokens.json')[0]!

  test('names what it expected and what it got', () => {
    const wrong: Vector = { ...vector, output: { token: '00000000000000000000' } }
    expect(differencesOf(wrong)).toEqual([
      `output.token: expected "00000000000000000000", got "${vector.output.token}"`,
    ])
  })

  test('fails on a wrong step even when the token is right', () => {
    const wrong: Vector = { ...vector, steps: { ...vector.steps, crc: 'XXXX' } }
    expect(differencesOf(wrong)).toEqual([
      expect.stringContaining('steps.crc: expected "XXXX", got'),
    ])
  })

  test('does not count a vector that it cannot run as passed', () => {
    expect(differencesOf({ ...vector, kind: 'unheard-of' })).toHaveLength(1)
    expect(differencesOf({ ...vector, output: {} })).toHaveLength(1)
    expect(differencesOf({ ...vector, input: {} })).toHaveLength(1)
    expect(differencesOf({ ...vector, output: { ...vector.output, more: 1 } })).toHaveLength(1)
    expect(() => vectorsIn({ format: 'sts-vectors/1' })).toThrow('no list of vectors')
  })
})

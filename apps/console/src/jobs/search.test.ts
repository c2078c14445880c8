import { expect, test } from 'vitest'
import { jobsQueryOf, jobsSearchOf } from './search.ts'

const id = '019abcde-0000-7000-8000-000000000001'

test('an address names state, whose jobs, and the page; what it cannot be is left out', () => {
  expect(jobsSearchOf({ state: 'open', mine: true, size: 50, after: id })).toEqual({
    state: 'open',
    mine: true,
    size: 50,
    after: id,
  })
  expect(jobsSearchOf({ state: 'asleep', mine: 'perhaps', size: 7, sort: 'kind' })).toEqual({})
})

test('a mark that somebody made up asks for the first page', () => {
  expect(jobsQueryOf({ after: 'x', state: 'failed' })).toEqual({ state: 'failed' })
  expect(jobsQueryOf({ before: 'end' })).toEqual({ before: 'end' })
})

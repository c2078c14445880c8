import { expect, test } from 'vitest'
import { columnsText, type GridColumn, shownColumns } from './columns.ts'
import { isSelected, nothingSelected, pageToggled, toggled } from './selection.ts'
import { firstPage, gridStateOf, sortAfterPress } from './state.ts'

test('order, page size, page and columns are read from the address', () => {
  const search = { sort: '-name', size: 50, after: 'bWFyaw', columns: 'number,status' }
  expect(gridStateOf({ ...search, utility: 'u' })).toEqual(search)
})

test.each([
  ['sort', 'name; drop table'],
  ['size', 1000],
  ['after', ''],
  ['before', { at: 1 }],
  ['columns', 'a,,b'],
  ['columns', '<script>'],
])('a %s that no list has is left out', (name, value) => {
  expect(gridStateOf({ [name]: value })).toEqual({})
})

test('a page is named by one mark', () => {
  expect(gridStateOf({ after: 'a', before: 'b' })).toEqual({ after: 'a' })
})

test('another filter begins at the first page and keeps order and size', () => {
  expect(firstPage({ sort: 'name', size: 100, before: 'end' })).toEqual({ sort: 'name', size: 100 })
})

test('a heading is pressed for smallest first, greatest first, and the order as it was', () => {
  expect(sortAfterPress(undefined, 'name')).toBe('name')
  expect(sortAfterPress('name', 'name')).toBe('-name')
  expect(sortAfterPress('-name', 'name')).toBeUndefined()
  expect(sortAfterPress('-name', 'status')).toBe('status')
})

const columns: GridColumn<object>[] = [
  { id: 'number', header: 'Number', cell: () => null },
  { id: 'status', header: 'Status', cell: () => null },
  { id: 'model', header: 'Model', cell: () => null, optional: true },
]

test('the column with the link always shows; an optional one shows when it is chosen', () => {
  expect(shownColumns(columns, undefined)).toEqual(['number', 'status'])
  expect(shownColumns(columns, 'model')).toEqual(['number', 'model'])
})

test('only a choice that differs from the usual one stands in the address', () => {
  expect(columnsText(columns, ['status', 'number'])).toBeUndefined()
  expect(columnsText(columns, ['number', 'status', 'model'])).toBe('number,status,model')
})

test('rows of several pages are chosen, and one of them is let go', () => {
  const first = pageToggled(nothingSelected, ['a', 'b'])
  const both = toggled(first, 'c', ['c', 'd'])
  expect(both).toEqual({ kind: 'rows', keys: ['a', 'b', 'c'] })
  expect(pageToggled(both, ['a', 'b'])).toEqual({ kind: 'rows', keys: ['c'] })
})

test('whoever leaves one row out of everything keeps the rest of the page alone', () => {
  expect(isSelected({ kind: 'all' }, 'z')).toBe(true)
  expect(toggled({ kind: 'all' }, 'b', ['a', 'b', 'c'])).toEqual({ kind: 'rows', keys: ['a', 'c'] })
  expect(pageToggled({ kind: 'all' }, ['a'])).toEqual(nothingSelected)
})

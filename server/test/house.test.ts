import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { permissions } from '../src/access/permissions.ts'
import { checksumFaults, checksumsFile } from './house/checksums.ts'
import { clockFaults } from './house/clock.ts'
import { contractFaults } from './house/contract.ts'
import { circleFaults, directionFaults, moduleFaults, wallFaults } from './house/imports.ts'
import { lengthFaults } from './house/length.ts'
import { moneyFaults } from './house/money.ts'
import { refusalFaults, refusalsOf, refusalsPage } from './house/refusals.ts'
import { type Fault, filesBelow, isGenerated, isTest, print, root } from './house/repository.ts'
import { routeFaults } from './house/routes.ts'
import {
  insertSelectFaults,
  migrationFaults,
  ownershipFaults,
  tenantFaults,
  tenantTablesOf,
  volatileFaults,
} from './house/sql.ts'
import { sqlTexts } from './house/sql-texts.ts'
import { untranslated } from './house/words.ts'

// The repository against the house rules (docs/architecture.md). Each fault says what to do about it;
// house-faults.test.ts plants every fault and sees it found.

const at = (path: string) => readFileSync(join(root, path), 'utf8')
const read = (path: string) => (existsSync(join(root, path)) ? at(path) : '')

const order: string[] = JSON.parse(at('server/order.json'))
const server = filesBelow('server/src', '.ts', '.sql')
const typescript = server.filter(({ path }) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
const packages = filesBelow('packages', '.ts', '.tsx')
const apps = filesBelow('apps', '.ts', '.tsx')
const migrations = filesBelow('server/migrations', '.sql')
const program = [...typescript, ...packages, ...apps].filter(
  (file) => !isTest(file) && !isGenerated(file),
)
const texts = sqlTexts(server)
const tenantTables = tenantTablesOf(at('server/src/db/schema.generated.ts'))

const none = (faults: readonly Fault[]) => expect(faults.map(print)).toEqual([])

test('imports go down server/order.json and enter a module by its index.ts', () =>
  none(directionFaults(typescript, order)))

test('no files import in a circle', () => none(circleFaults(program)))

test('apps import packages only, and packages/sts imports node:crypto only', () =>
  none(wallFaults([...apps, ...packages])))

test('every module has its place, its README and its public face', () => {
  const folders = readdirSync(join(root, 'server/src'), { withFileTypes: true })
  none(
    moduleFaults(
      order,
      folders.filter((entry) => entry.isDirectory()).map(({ name }) => name),
    ),
  )
})

test('money and units never pass through a JavaScript number', () => none(moneyFaults(program)))

test('amounts and units in the contract are strings', () => {
  const contract = read('contract/openapi.json')
  if (contract !== '') none(contractFaults('contract/openapi.json', JSON.parse(contract)))
})

test('a module writes its own tables and reads those below it', () =>
  none(ownershipFaults(texts, order)))

test("every statement says of each tenant's table whose rows it means", () => {
  expect(tenantTables.size).toBeGreaterThan(30)
  expect(texts.length).toBeGreaterThan(100)
  none(tenantFaults(texts, tenantTables))
})

test("what is selected into a tenant's table is counted", () =>
  none(insertSelectFaults(texts, tenantTables)))

test('ids and times come as arguments of statements', () => none(volatileFaults(texts)))

test('the server reads the time from kernel/clock.ts alone', () => none(clockFaults(typescript)))

test('migrations make nothing that would tie tenants to one node', () =>
  none(migrationFaults(migrations)))

test('a merged migration is unchanged', () =>
  none(checksumFaults(migrations, JSON.parse(at(checksumsFile)))))

test('every route names a permission and says what it does', () =>
  none(routeFaults(typescript, new Set(Object.keys(permissions)))))

test('every refusal has a code of its own and stands in docs/refusals.md', () =>
  none(refusalFaults(refusalsOf(typescript), read(refusalsPage))))

test('no file is longer than a newcomer reads in one go', () => {
  const others = [
    ...filesBelow('server/test', '.ts'),
    ...filesBelow('server/bench', '.ts'),
    ...filesBelow('scripts', '.mjs'),
    ...filesBelow('e2e', '.ts'),
  ]
  none(lengthFaults([...server, ...packages, ...apps, ...migrations, ...others]))
})

test('every language says all that English says', () => {
  none(untranslated())
})

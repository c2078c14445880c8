import type { AnyExportList } from './list.ts'
import { audit } from './lists/audit.ts'
import { customers } from './lists/customers.ts'
import { meters } from './lists/meters.ts'
import { sales } from './lists/sales.ts'

/** Every list that can be taken out. A new one is listed here. */
export const exportLists: readonly AnyExportList[] = [meters, customers, sales, audit]

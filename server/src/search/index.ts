export { type ListedCustomer, listCustomers } from './customer-list.ts'
export { type ListedMeter, listMeters, type MeterFilter, meterStatuses } from './meter-list.ts'
export { searchRoutes } from './routes.ts'
export { utilityInSight } from './sight.ts'

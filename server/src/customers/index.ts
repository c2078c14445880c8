export {
  type Customer,
  CustomerUnknown,
  type NewCustomer,
  readCustomer,
  registerCustomer,
} from './customer.ts'
export { type Debt, debtsOf, type NewDebt, pauseDebt, type Recovery, recordDebt } from './debt.ts'
export {
  type CustomerOfMany,
  registerCustomers,
  takenAccountNumbers,
  unregisterCustomers,
} from './register-many.ts'

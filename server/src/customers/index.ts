export {
  type Customer,
  CustomerUnknown,
  type NewCustomer,
  readCustomer,
  registerCustomer,
} from './customer.ts'
export { type Debt, debtsOf, type NewDebt, pauseDebt, type Recovery, recordDebt } from './debt.ts'

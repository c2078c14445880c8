export { type CreditOrder, encodableUnits, issueCredit } from './issue-credit.ts'
export type { IssuedCredit } from './issued.ts'
export { openRegister } from './register.ts'

export { creditLimit, depositConfirmation } from './acts.ts'
export { confirmDeposit, DepositConfirmed, floatOf } from './deposit.ts'
export { noticeLowFloats } from './low-float.ts'
export {
  changePin,
  disableOperator,
  type Operator,
  type OperatorForSignIn,
  type OperatorRole,
  operatorForSignIn,
  operatorsOf,
  registerOperator,
} from './operator.ts'
export {
  addVendor,
  makePortfolio,
  membersOf,
  namesOfPortfolios,
  type PortfolioKind,
  removeVendor,
} from './portfolio.ts'
export { vendorRoutes } from './routes.ts'
export {
  allowSupplyGroup,
  approveVendor,
  disallowSupplyGroup,
  type NewVendor,
  readVendor,
  readVendors,
  registerVendor,
  resumeVendor,
  setVendorCreditLimit,
  suspendVendor,
  type Vendor,
  type VendorStatus,
  VendorUnknown,
} from './vendor.ts'

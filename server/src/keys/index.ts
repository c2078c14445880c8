export { type Ceremony, type LoadedKey, openCeremony } from './ceremony.ts'
export type {
  CreditRequest,
  MeterKeyData,
  ModuleCount,
  ProposedToken,
  SecurityModule,
} from './security-module.ts'
export { openSoftwareModule, type SoftwareModule } from './software-module.ts'
export {
  type KeyName,
  securityModule,
  storeVendingKey,
  useSecurityModule,
  vendingKeyFor,
} from './stored-keys.ts'
export { registerSupplyGroup } from './supply-group.ts'
export {
  type KeyAttributes,
  KeyExpired,
  KeyNotLoaded,
  type StoredVendingKey,
} from './vending-key.ts'

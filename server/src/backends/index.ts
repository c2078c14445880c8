import type { BackEnd } from './backend.ts'
import { stsBackEnd } from './sts.ts'

/** Every back end, in the order in which they are asked. */
export const backEnds: readonly BackEnd[] = [stsBackEnd]

export type {
  Asked,
  BackEnd,
  InsideBackEnd,
  IssuedToken,
  Outcome,
  OutsideBackEnd,
  OutsideOrder,
  OutsideToken,
  OwedDebt,
  Quoted,
  QuotedSums,
  SaleContext,
  StsData,
  UsageAfter,
  UsageBefore,
  VendorTerms,
} from './backend.ts'
export * from './refusals.ts'

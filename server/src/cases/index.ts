export { type CaseKind, type NewCase, type OpenCase, openCase, openCases } from './case.ts'

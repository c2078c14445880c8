export { idempotencyKey, KeyHeader } from './idempotency.ts'
export { BodyMalformed } from './json-body.ts'
export { answerProblem, NotFound, Problem } from './problem.ts'
export { createHttp, type Http } from './server.ts'

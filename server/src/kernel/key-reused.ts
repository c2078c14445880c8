import { refusal } from './refusal.ts'

/** For everything that is made once for each key of its caller. */
export const KeyReused = refusal(
  'request.key_reused',
  422,
  'This key was used for another request. What is new needs a new key.',
)

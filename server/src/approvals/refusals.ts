import { refusal } from '../kernel/refusal.ts'

export const ApprovalUnknown = refusal('approval.unknown', 404, 'There is no such request.')
export const ApprovalOwn = refusal(
  'approval.own_request',
  403,
  'You asked for this yourself. Somebody else must approve it.',
)
export const ApprovalDecided = refusal(
  'approval.decided',
  409,
  'This request has been decided already. Load the list again.',
)
export const ApprovalExpired = refusal(
  'approval.expired',
  409,
  'This request waited too long and has expired. Whoever still wants it asks again.',
)
export const ApprovalStale = refusal(
  'approval.stale',
  409,
  'What this request would change has changed meanwhile. Reject it, and have it asked for again.',
)
export const RequesterMayNot = refusal(
  'approval.requester_may_not',
  409,
  'Whoever asked for this may no longer do it. Reject the request.',
)
export const ReasonMissing = refusal(
  'approval.reason_missing',
  400,
  'This needs a second person: say why you ask for it.',
)
export const ActUnknown = refusal('approval.act_unknown', 404, 'There is no such kind of act.')
export const TooFewDeciders = refusal(
  'approval.too_few_people',
  409,
  'At least two active people must be able to approve this over the whole company. Give a second one the rights first.',
)
export const RuleMalformed = refusal(
  'approval.rule_malformed',
  400,
  'A rule names an amount above zero with its currency or none, and 1 to 720 hours.',
)

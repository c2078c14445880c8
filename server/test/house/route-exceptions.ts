/** The POST routes of the console that need no Idempotency-Key, and why sending them twice does nothing twice. */
export const repeatable: Readonly<Record<string, string>> = {
  'POST /api/console/account/authenticator':
    'A seed that is not confirmed yet gives way to the next.',
  'POST /api/console/account/authenticator/confirm': 'A code is good once.',
  'POST /api/console/account/passkeys': 'The answer to a question is good once.',
  'POST /api/console/account/passkeys/question': 'A question gives way to the next.',
  'POST /api/console/account/recovery-codes': 'The newest codes are the ones that are good.',
  'POST /api/console/approvals/:id/approve': 'A request is decided once.',
  'POST /api/console/approvals/:id/reject': 'A request is decided once.',
  'POST /api/console/approvals/:id/withdraw': 'A request is decided once.',
  'POST /api/console/bulk/meters/block/preview': 'Only looks.',
  'POST /api/console/grants/:id/approve': 'A wish is decided once.',
  'POST /api/console/grants/:id/decline': 'A wish is decided once.',
  'POST /api/console/grants/:id/withdraw': 'What is withdrawn stays so.',
  'POST /api/console/imports/:id/cancel': 'What is cancelled stays so.',
  'POST /api/console/imports/:id/uploaded': 'A file is complete once.',
  'POST /api/console/jobs/:id/cancel': 'What is cancelled stays so.',
  'POST /api/console/jobs/:id/pause': 'What is paused stays so.',
  'POST /api/console/jobs/:id/redo':
    'Only what failed is done again, and a job that runs is not begun anew.',
  'POST /api/console/jobs/:id/resume': 'What goes on goes on.',
  'POST /api/console/links/open': 'Only looks.',
  'POST /api/console/links/password': 'A link is good once.',
  'POST /api/console/mail/:id/resend': 'What waits to be sent already is not sent twice.',
  'POST /api/console/mail/addresses/confirm': 'An address that is believed stays so.',
  'POST /api/console/password/forgot': 'One letter more; how many is limited.',
  'POST /api/console/people/:id/disable': 'Who is disabled stays so.',
  'POST /api/console/people/:id/enable': 'Who is enabled stays so.',
  'POST /api/console/people/:id/factors/reset': 'Who has no factor has none to lose.',
  'POST /api/console/people/:id/invitation':
    'One letter more; the newest link is the one that is good.',
  'POST /api/console/platform/companies/:id/resume': 'A company that works stays so.',
  'POST /api/console/platform/companies/:id/suspend': 'A company that is suspended stays so.',
  'POST /api/console/search': 'Only looks.',
  'POST /api/console/session/confirm': 'Who has shown that they are there is there.',
  'POST /api/console/session/passkey-question': 'A question gives way to the next.',
  'POST /api/console/sessions': 'Signing in twice opens two sessions, both the same person’s.',
  'POST /api/console/sessions/code': 'A code is good once.',
  'POST /api/console/sessions/passkey': 'The answer to a question is good once.',
  'POST /api/console/sessions/passkey-question': 'A question gives way to the next.',
  'POST /api/console/sessions/provider': 'What a directory gave is good once.',
  'POST /api/console/sessions/provider/begin': 'A way there gives way to the next.',
}

/** The routes that take more fields than they know, and why that is no way in. */
export const open: Readonly<Record<string, string>> = {
  'POST /api/console/account/passkeys':
    'Browsers say more of a passkey than is used; the rest is left.',
  'POST /api/console/session/confirm':
    'Browsers say more of a passkey than is used; the rest is left.',
  'POST /api/console/sessions/passkey':
    'Browsers say more of a passkey than is used; the rest is left.',
}

/** The POST routes of the console that need no Idempotency-Key, and why sending them twice does nothing twice. */
export const repeatable: Readonly<Record<string, string>> = {
  'POST /api/console/sessions': 'Signing in twice opens two sessions, both the same person’s.',
  'POST /api/console/people/:id/disable': 'Who is disabled stays so.',
  'POST /api/console/people/:id/enable': 'Who is enabled stays so.',
  'POST /api/console/approvals/:id/approve': 'A request is executed once; who approved it, did.',
  'POST /api/console/approvals/:id/reject': 'What is rejected stays so.',
  'POST /api/console/approvals/:id/withdraw': 'What is withdrawn stays so.',
  'POST /api/console/search': 'Only looks.',
}

/**
 * Everything a person or program may be allowed to do, one line each. A role is a set of these; a
 * route names exactly one. A new permission is a line here and nothing else.
 */
export const permissions = {
  'sale.make': 'Sell tokens on the float of a vendor',
  'sale.read': 'See sales and their receipts',
  'sale.reprint': 'Print a receipt again, marked as a copy',
  'sale.resolve': 'Decide a sale whose outcome is unknown',
  'token.reveal': 'See the tokens of a sale again, with a reason',
  'quote.make': 'Ask what an amount buys',
  'meter.read': 'Look up meters, their owners and debts',
  'meter.register': 'Register meters and what their chips hold',
  'meter.block': 'Block a meter for vending, and release it',
  'usage_point.register': 'Register places of use and connect meters to them',
  'customer.read': 'See customers and what they owe',
  'customer.register': 'Register customers',
  'import.make': 'Bring in files of things one may register, and take them back',
  'debt.record': 'Record what a customer owes and how it is recovered',
  'overview.read': 'See the overview of the day',
  'report.read': 'See and export reports',
  'audit.read': 'See who did what',
  'job.manage': 'See the jobs of everybody, and pause or end them',
  'audit.export': 'Check the audit trail and take it out, signed',
  'mail.read': 'See which e-mails went out and which did not',
  'mail.resend': 'Send an e-mail again and believe an address again',
  'grant.decide': 'Let those who run the platform look into this company for a time',
  'tenant.configure': 'Change how this company uses Saldo: sign-in, sessions, approvals',
  'utility.read': 'See the details of utilities',
  'utility.register': 'Register utilities and change their details',
  'vendor.read': 'See vendors, their floats and operators',
  'vendor.register': 'Register vendors and the supply groups they may sell for',
  'vendor.approve': 'Approve an applied vendor',
  'vendor.suspend': 'Suspend a vendor and resume it',
  'portfolio.write': 'Make vendor groups and agents, and say which vendors are in their care',
  'operator.register': 'Register, change and disable the operators of a vendor',
  'terminal.read': 'See terminals',
  'terminal.register': 'Register terminals and issue enrolment codes',
  'terminal.block': 'Block a terminal and release it',
  'deposit.confirm': 'Confirm a deposit against a bank reference',
  'margin.set': 'Set the margin of a vendor',
  'tariff.read': 'See tariffs and their versions',
  'tariff.draft': 'Write tariffs and draft versions of them',
  'tariff.approve': 'Approve a tariff version written by somebody else',
  'tariff.publish': 'Publish tariffs and assign them to places of use',
  'key.read': 'See supply groups and the check values of their keys',
  'key.load': 'Take part in loading a vending key',
  'client.register': 'Register programs that call the partner interface, and block them',
  'person.read': 'See people and their roles',
  'person.invite': 'Invite people, change and disable them',
  'role.write': 'Make roles and give them to people',
  'approval.decide': 'Approve or reject what somebody else asked for',
  'platform.read': 'See the companies of this installation, their state and how much they have',
  'platform.manage': 'Make companies, suspend them and let them work again',
  'platform.visit': 'Ask a company for leave to look into it, and look while it is given',
} as const satisfies Record<string, string>

export type Permission = keyof typeof permissions

/** Every permission, in the order of the list above. */
export const allPermissions = Object.keys(permissions) as readonly Permission[]

/** Rights over the installation, which only people of the platform's own tenant hold. */
export const isPlatformPermission = (permission: string) => permission.startsWith('platform.')

/** Whether a text, read from a role's row for example, is a permission of this version. */
export function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissions, text)
}

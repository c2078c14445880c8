/** What our letters say, in English. `{name}` stands for a value; other languages have the same keys. */
export const en = {
  greeting: 'Hello {name},',
  'invitation.subject': 'Your access to {brand}',
  'invitation.what': '{inviter} has invited you to work with {brand}.',
  'invitation.how': 'Open this link and choose a password:',
  'invitation.action': 'Accept the invitation',
  'invitation.until': 'The link works once, until {until}.',
  'invitation.unexpected':
    'If you did not expect this, do nothing: without the link no one gets in.',
  'password_reset.subject': 'Choose a new password for {brand}',
  'password_reset.what': 'Somebody asked for a new password for your access to {brand}.',
  'password_reset.how': 'If it was you, open this link and choose one:',
  'password_reset.action': 'Choose a new password',
  'password_reset.until': 'The link works once, until {until}.',
  'password_reset.unexpected': 'If it was not you, do nothing: your password stays as it is.',
  'access_notice.subject': 'Your access to {brand} has changed',
  'access_notice.password': 'The password of your access was changed.',
  'access_notice.factor_added':
    'A second factor was added to your access: an authenticator app or a passkey.',
  'access_notice.factor_removed': 'A second factor was removed from your access.',
  'access_notice.factor_reset': 'An administrator has removed the second factors of your access.',
  'access_notice.recovery_codes':
    'New recovery codes were made for your access. The ones before do not work any more.',
  'access_notice.recovery_code_used': 'Somebody signed in to your access with a recovery code.',
  'access_notice.new_device': 'Somebody signed in to your access from a browser that is new to us.',
  'access_notice.when': 'When: {when}. From the network address {source}.',
  'access_notice.action': 'Look at your access',
  'access_notice.unexpected':
    'If this was not you, change your password at once and tell your administrator.',
  'footer.support': 'Questions? Call {phone}.',
  'footer.automatic': 'This letter was sent by a program. Nobody reads answers to it.',
}

export type WordKey = keyof typeof en
export type Words = { readonly [Key in WordKey]: string }

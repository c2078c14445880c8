/** Words of the shared parts. Problem codes are nested as they are spelled: `meter.blocked`. */
export const uiWordsEn = {
  brand: { name: 'Saldo' },
  loading: 'Loading',
  retry: 'Try again',
  copy: 'Copy',
  copied: 'Copied',
  reference: 'Reference',
  copyReference: 'Copy the reference',
  unit: { kWh: 'kWh', m3: 'm³' },
  commodity: { electricity: 'Electricity', water: 'Water', gas: 'Gas' },
  theme: { label: 'Theme', light: 'Light', dark: 'Dark', device: 'As the device' },
  language: { label: 'Language' },
  token: { label: 'Token', copy: 'Copy the token' },
  meter: { label: 'Meter number' },
  problem: {
    unknownCode: {
      title: 'The server did not accept this.',
      next: 'Try again. If it happens again, tell support the reference.',
    },
    network: {
      title: 'The server cannot be reached.',
      next: 'Check the network. Nothing was changed.',
    },
    meter: {
      number_malformed: { title: 'This is not a meter number.', next: 'It has 11 or 13 digits.' },
      keys_missing: {
        title: 'It is not recorded which key this meter holds.',
        next: 'The utility’s meter desk can complete it.',
      },
      identifiers_used_up: {
        title: 'This meter can take no more tokens on its present key.',
        next: 'Its key must be changed first. Send the customer to the utility.',
      },
      unknown: {
        title: 'No such meter.',
        next: 'Compare the number with the meter or the last receipt.',
      },
      check_digit: {
        title: 'The check digit is wrong.',
        next: 'One digit was mistyped. Compare the number with the meter.',
      },
      blocked: {
        title: 'This meter is blocked for vending.',
        next: 'Send the customer to the utility’s office.',
      },
      not_linked: {
        title: 'This meter has no customer.',
        next: 'The utility must link it to a customer first.',
      },
      base_date_retired: {
        title: 'This meter still counts from 1993 and can take no more credit.',
        next: 'It needs a key change first. Send the customer to the utility.',
      },
    },
    key: {
      data_inconsistent: {
        title: 'The key data of this meter are not consistent.',
        next: 'Tell the utility the meter number.',
      },
      default_carries_no_credit: {
        title: 'This meter still has its first key and can take no credit.',
        next: 'It needs a key change first. Send the customer to the utility.',
      },
      not_active: {
        title: 'The vending key of this meter’s group may not be used now.',
        next: 'Tell the utility the group number.',
      },
      expired: {
        title: 'The vending key of this meter’s group has expired.',
        next: 'The meter key must be updated. Tell the utility the group number.',
      },
      not_loaded: {
        title: 'The vending key of this meter’s group is not loaded.',
        next: 'Tell the utility the group number.',
      },
    },
    amount: {
      too_large: { title: 'This amount is too large.', next: 'Type a smaller amount.' },
      malformed: { title: 'This is not an amount.', next: 'Type digits, with a point for cents.' },
      below_minimum: {
        title: 'The amount is below the smallest purchase.',
        next: 'Type a larger amount.',
      },
      above_maximum: {
        title: 'The amount is above the largest purchase.',
        next: 'Type a smaller amount.',
      },
      day_maximum: {
        title: 'This meter has reached its limit for today.',
        next: 'A smaller amount may still be possible, or come back tomorrow.',
      },
      month_maximum: {
        title: 'This meter has reached its limit for this month.',
        next: 'A smaller amount may still be possible, or come back next month.',
      },
      nothing_left: {
        title: 'After debt and charges nothing is left for units.',
        next: 'Type a larger amount.',
      },
    },
    ledger: {
      account_unusable: {
        title: 'The vendor’s account cannot be used now.',
        next: 'Call the utility.',
      },
      funds_short: {
        title: 'The vendor’s account is too low for this sale.',
        next: 'Type a smaller amount, or pay a deposit into the account.',
      },
    },
    vendor: {
      suspended: { title: 'This vendor is suspended.', next: 'Call the utility.' },
      group_not_allowed: {
        title: 'This vendor may not sell for the group of this meter.',
        next: 'Send the customer to another vendor.',
      },
    },
    tariff: {
      none: { title: 'No tariff is in force for this meter.', next: 'Tell the utility.' },
    },
    terminal: {
      blocked: { title: 'This device is blocked.', next: 'Call the utility.' },
      unknown: {
        title: 'The server does not know this device.',
        next: 'It must be enrolled again with a new code.',
      },
      signature: {
        title: 'The server could not check this device’s signature.',
        next: 'Try again. If it happens again, the device must be enrolled again.',
      },
      replayed: { title: 'The same message arrived twice.', next: 'Try again.' },
    },
    enrolment: {
      key_malformed: {
        title: 'The server did not accept the key of this device.',
        next: 'Load the page again, or use another browser.',
      },
      code_unknown: {
        title: 'This code is unknown, used or too old.',
        next: 'Compare it, or ask for a new one.',
      },
    },
    session: {
      busy: {
        title: 'Too many people are signing in at once.',
        next: 'Try again in a few seconds.',
      },
      csrf: { title: 'This page has grown old.', next: 'Load it again.' },
      required: { title: 'Nobody is signed in.', next: 'Sign in.' },
      expired: { title: 'The sign-in has ended.', next: 'Sign in again.' },
      credentials: { title: 'E-mail or password is wrong.', next: 'Try again.' },
      locked: { title: 'Too many attempts.', next: 'Wait a while, then try again.' },
    },
    operator: {
      unknown: {
        title: 'This operator no longer works here.',
        next: 'Choose another, or load the page again.',
      },
      pin_wrong: { title: 'This PIN is wrong.', next: 'Try again.' },
      locked: {
        title: 'This operator is locked after too many wrong PINs.',
        next: 'A supervisor must unlock it.',
      },
    },
    access: {
      not_allowed: {
        title: 'You have no right to do this.',
        next: 'An administrator can grant it.',
      },
    },
    request: {
      not_found: {
        title: 'The server has nothing at this address.',
        next: 'Load the page again: it may be too old.',
      },
      too_large: { title: 'This is too large to be sent.', next: 'Send less at once.' },
      malformed: { title: 'Something typed is not valid.', next: 'Look at the marked fields.' },
      key_reused: {
        title: 'This request was already used for something else.',
        next: 'Start again.',
      },
      in_progress: { title: 'The same request is being worked on.', next: 'Wait for its answer.' },
    },
    sale: {
      refused: { title: 'The sale was refused.', next: 'Take no money for it.' },
      not_reprintable: {
        title: 'This sale has no token yet.',
        next: 'Wait until its check has ended.',
      },
      not_found: { title: 'There is no such sale.', next: 'Compare the receipt number.' },
      nothing_to_reprint: {
        title: 'This device has sold nothing yet.',
        next: 'Nothing can be reprinted.',
      },
      busy: { title: 'The server is busy with this account.', next: 'It is tried again.' },
    },
    clock: {
      unfit: {
        title: 'The server’s clock is wrong, so it sells nothing.',
        next: 'Call support.',
      },
    },
    installation: {
      quarantined: {
        title: 'This server is a restored copy and sells nothing yet.',
        next: 'A named person must release it. Call support.',
      },
    },
    token: {
      from_the_future: {
        title: 'The clock of the server is wrong, so it sells nothing.',
        next: 'Call support.',
      },
    },
    tender: {
      received_too_little: {
        title: 'Less was received than the customer pays.',
        next: 'Correct the cash received.',
      },
    },
    pin: { malformed: { title: 'A PIN has 4 to 8 digits.', next: 'Type it again.' } },
    database: {
      unreachable: {
        title: 'The server cannot reach its database.',
        next: 'Wait a moment, then try again.',
      },
      too_slow: { title: 'This took too long and was stopped.', next: 'Ask for less at once.' },
    },
    outcome: {
      unknown: {
        title: 'It is not known yet whether this was sold.',
        next: 'It is being checked.',
      },
    },
    server: {
      overloaded: { title: 'The server is very busy.', next: 'Wait a moment, then try again.' },
      fault: {
        title: 'Something went wrong on the server.',
        next: 'Try again. If it happens again, tell support the reference.',
      },
    },
  },
}

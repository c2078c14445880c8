// Written by server/src/db/write-types.ts from the database. Do not edit.
import type { ColumnType, Generated } from 'kysely'
import type { Id } from '../kernel/ids.ts'

/** JSON is read as a value and written as text, so that no bigint is lost on the way. */
type Json = ColumnType<unknown, string, string>

export interface Schema {
  'access.assignment': {
    tenant_id: Id<'tenant'>
    person_id: Id<'person'>
    role_id: Id<'role'>
    reach: string
    reach_id: Id<'reach'>
    created_at: Date
  }
  'access.authenticator': {
    tenant_id: Id<'tenant'>
    person_id: Id<'person'>
    id: Id<'authenticator'>
    seed: Buffer
    last_step: bigint | null
    created_at: Date
    confirmed_at: Date | null
  }
  'access.client': {
    tenant_id: Id<'tenant'>
    id: Id<'client'>
    name: string
    vendor_id: Id<'vendor'>
    secret_hash: Buffer
    permissions: string[]
    status: string
    created_at: Date
  }
  'access.identity_provider': {
    tenant_id: Id<'tenant'>
    id: Id<'identity_provider'>
    issuer: string
    client_id: string
    client_secret: Buffer
    names: string[]
    second_factor: boolean
    changed_at: Date
  }
  'access.known_device': {
    tenant_id: Id<'tenant'>
    person_id: Id<'person'>
    device_hash: Buffer
    created_at: Date
    last_seen_at: Date
  }
  'access.link': {
    tenant_id: Id<'tenant'>
    id: Id<'link'>
    token_hash: Buffer
    person_id: Id<'person'>
    purpose: string
    created_at: Date
    expires_at: Date
    ended_at: Date | null
  }
  'access.made': {
    tenant_id: Id<'tenant'>
    actor_id: Id<'actor'>
    request_key: string
    fingerprint: Buffer
    object_id: Id<'object'>
    created_at: Date
  }
  'access.passkey': {
    tenant_id: Id<'tenant'>
    id: Id<'passkey'>
    person_id: Id<'person'>
    credential_id: Buffer
    public_key: Buffer
    sign_count: bigint
    transports: string[]
    name: string
    created_at: Date
    last_used_at: Date | null
  }
  'access.person': {
    tenant_id: Id<'tenant'>
    id: Id<'person'>
    email: string
    name: string
    password_hash: string | null
    status: string
    language: string
    created_at: Date
    last_sign_in_at: Date | null
    password_short: Generated<boolean>
  }
  'access.recovery_code': {
    tenant_id: Id<'tenant'>
    person_id: Id<'person'>
    code_hash: Buffer
    created_at: Date
    used_at: Date | null
  }
  'access.role': {
    tenant_id: Id<'tenant'>
    id: Id<'role'>
    name: string
    permissions: string[]
    shipped: boolean
    created_at: Date
    limits: Generated<Json>
  }
  'access.session': {
    tenant_id: Id<'tenant'>
    token_hash: Buffer
    person_id: Id<'person'>
    csrf_hash: Buffer
    created_at: Date
    last_seen_at: Date
    expires_at: Date
    ended_at: Date | null
    source_address: string | null
    id: Id<'session'>
    stage: Generated<string>
    tries: Generated<number>
    confirmed_at: Date | null
  }
  'access.sign_in_attempt': {
    key: Buffer
    failures: number
    last_at: Date
    blocked_until: Date | null
    trusted_until: Date | null
  }
  'access.tenant_setting': {
    tenant_id: Id<'tenant'>
    second_factor: string
    idle_minutes: number
    approval_hours: number
    suspended_at: Date | null
  }
  'access.used_challenge': {
    tenant_id: Id<'tenant'>
    challenge_hash: Buffer
    expires_at: Date
  }
  'approvals.request': {
    tenant_id: Id<'tenant'>
    id: Id<'request'>
    kind: string
    subject_kind: string
    subject_id: string
    subject_name: string
    content: Json
    before: Json
    after: Json
    fingerprint: Buffer
    reason: string
    amount_minor: bigint | null
    currency: string | null
    currency_decimals: number | null
    utility_id: Id<'utility'> | null
    vendor_id: Id<'vendor'> | null
    requested_by: string
    requested_by_name: string
    requested_at: Date
    expires_at: Date
    state: string
    decided_by: string | null
    decided_by_name: string | null
    decided_at: Date | null
    decision_reason: string | null
  }
  'approvals.rule': {
    tenant_id: Id<'tenant'>
    kind: string
    minimum_minor: bigint | null
    currency: string | null
    currency_decimals: number | null
    hours: number
    changed_at: Date
  }
  'audit.event': {
    tenant_id: Id<'tenant'>
    occurred_at: Date
    id: Id<'event'>
    actor_kind: string
    actor_id: Id<'actor'> | null
    actor_name: string
    action: string
    object_kind: string
    object_id: string
    reason: string | null
    before: Json | null
    after: Json | null
    request_id: string | null
    source_address: string | null
    xid: Generated<string>
  }
  'audit.reason_word': {
    tenant_id: Id<'tenant'>
    word: string
    occurred_at: Date
    event_id: Id<'event'>
  }
  'audit.seal': {
    tenant_id: Id<'tenant'>
    epoch: number
    number: bigint
    sealed_at: Date
    first_xid: string
    last_xid: string
    events: number
    leaves: Buffer
    previous: Buffer
    head: Buffer
  }
  'cases.case': {
    tenant_id: Id<'tenant'>
    id: Id<'case'>
    kind: string
    subject_id: Id<'subject'>
    state: string
    owner_id: Id<'owner'> | null
    opened_at: Date
    closed_at: Date | null
    detail: Json
  }
  'customers.customer': {
    tenant_id: Id<'tenant'>
    id: Id<'customer'>
    utility_id: Id<'utility'>
    account_number: string
    name: string
    phone: string
    email: string
    class: string
    created_at: Date
    name_at_1: Generated<string | null>
    name_at_2: Generated<string | null>
    name_at_3: Generated<string | null>
    name_at_4: Generated<string | null>
    name_at_5: Generated<string | null>
    phone_reversed: Generated<string | null>
  }
  'customers.debt': {
    tenant_id: Id<'tenant'>
    id: Id<'debt'>
    customer_id: Id<'customer'>
    account_id: Id<'account'>
    kind: string
    name: string
    recovery_basis_points: number
    recovery_cap_minor: bigint | null
    recovery_order: number
    paused: boolean
    created_at: Date
  }
  'demo.meter_state': {
    tenant_id: Id<'tenant'>
    meter_id: Id<'meter'>
    state: Json
    sealed_key: Buffer | null
    entries: Json
  }
  'demo.step': {
    tenant_id: Id<'tenant'>
    name: string
    done_at: Date
  }
  'desks.preference': {
    tenant_id: Id<'tenant'>
    person_id: Id<'person'>
    theme: string
    density: string
    changed_at: Date
  }
  'desks.saved_view': {
    tenant_id: Id<'tenant'>
    id: Id<'saved_view'>
    person_id: Id<'person'>
    screen: string
    name: string
    address: string
    shared: boolean
    created_at: Date
  }
  'hub.hold': {
    tenant_id: Id<'tenant'>
    sale_id: Id<'sale'>
    booked_at: Date
    account_id: Id<'account'>
    minor: bigint
    transfers: Json
    asked: number
    next_ask_at: Date
  }
  'hub.outbox': {
    tenant_id: Id<'tenant'>
    sale_id: Id<'sale'>
    booked_at: Date
    event: string
  }
  'hub.reprint': {
    tenant_id: Id<'tenant'>
    sale_id: Id<'sale'>
    copy: number
    client_id: Id<'client'>
    key: string
    operator_id: Id<'operator'> | null
    printed_at: Date
  }
  'hub.sale': {
    tenant_id: Id<'tenant'>
    booked_at: Date
    id: Id<'sale'>
    state: string
    back_end: string
    channel: string
    client_id: Id<'client'>
    vendor_id: Id<'vendor'>
    terminal_id: Id<'terminal'> | null
    operator_id: Id<'operator'> | null
    utility_id: Id<'utility'>
    token_type: string
    commodity: string
    meter_id: Id<'meter'> | null
    usage_point_id: Id<'usage_point'> | null
    customer_id: Id<'customer'> | null
    tariff_version_id: Id<'version'> | null
    business_day: string
    receipt_number: bigint
    currency: string
    tender_minor: bigint
    fee_minor: bigint
    arrears_minor: bigint
    charge_minor: bigint
    levy_minor: bigint
    tax_minor: bigint
    energy_minor: bigint
    rounding_minor: bigint
    margin_minor: bigint
    units: bigint
    tender_method: string
    received_minor: bigint | null
    trace: Json
    receipt: Json
    settled_at: Date | null
  }
  'hub.sale_day': {
    tenant_id: Id<'tenant'>
    business_day: string
    vendor_id: Id<'vendor'>
    utility_id: Id<'utility'>
    channel: string
    token_type: string
    currency: string
    items: bigint
    tender_minor: bigint
    fee_minor: bigint
    arrears_minor: bigint
    charge_minor: bigint
    levy_minor: bigint
    tax_minor: bigint
    energy_minor: bigint
    margin_minor: bigint
    units: bigint
  }
  'hub.sale_key': {
    tenant_id: Id<'tenant'>
    client_id: Id<'client'>
    key: string
    sale_id: Id<'sale'>
    receipt_number: bigint
    fingerprint: Buffer
  }
  'imports.habit': {
    tenant_id: Id<'tenant'>
    person_id: Id<'person'>
    kind: string
    headings: Json
  }
  'imports.import': {
    tenant_id: Id<'tenant'>
    id: Id<'import'>
    utility_id: Id<'utility'>
    kind: string
    file_name: string
    size: bigint
    state: string
    started_by: string
    started_by_name: string
    created_at: Date
    changed_at: Date
    file_format: Json | null
    headings: Json | null
    samples: Json | null
    matching: Json | null
    job_id: Id<'job'> | null
    good: number
    bad: number
    written: number
    undone: number
    kept: number
    checked_at: Date | null
    imported_at: Date | null
    undone_at: Date | null
    forgotten_at: Date | null
  }
  'imports.made': {
    tenant_id: Id<'tenant'>
    import_id: Id<'import'>
    number: number
    object_id: Id<'object'>
    kept: string | null
  }
  'imports.part': {
    tenant_id: Id<'tenant'>
    import_id: Id<'import'>
    number: number
    bytes: Buffer
  }
  'imports.problem': {
    tenant_id: Id<'tenant'>
    import_id: Id<'import'>
    number: number
    column_name: string
    code: string
    expected: string | null
  }
  'imports.row': {
    tenant_id: Id<'tenant'>
    import_id: Id<'import'>
    number: number
    cells: Json
    key: string | null
    good: boolean
  }
  'jobs.event': {
    tenant_id: Id<'tenant'>
    job_id: Id<'job'>
    id: Id<'event'>
    at: Date
    what: string
    by_name: string | null
    done: bigint
    skipped: bigint
    failed: bigint
  }
  'jobs.failure': {
    tenant_id: Id<'tenant'>
    job_id: Id<'job'>
    item: string
    code: string
    detail: string | null
  }
  'jobs.job': {
    tenant_id: Id<'tenant'>
    id: Id<'job'>
    kind: string
    params: Json
    started_by: string
    started_by_name: string
    request_key: string
    fingerprint: Buffer
    state: string
    created_at: Date
    began_at: Date | null
    changed_at: Date
    finished_at: Date | null
    place: Json | null
    redoing: boolean
    total: bigint | null
    done: bigint
    skipped: bigint
    failed: bigint
    rate: number | null
    worker: string | null
    alive_until: Date | null
    attempts: number
    due_at: Date
    problem: string | null
    problem_detail: string | null
  }
  'jobs.output': {
    tenant_id: Id<'tenant'>
    id: Id<'output'>
    job_id: Id<'job'>
    name: string
    content_type: string
    parts: number
    size: bigint
    created_at: Date
    expires_at: Date
  }
  'jobs.output_part': {
    tenant_id: Id<'tenant'>
    output_id: Id<'output'>
    number: number
    bytes: Buffer
  }
  'kernel.directory': {
    kind: string
    name: string
    tenant_id: Id<'tenant'>
  }
  'kernel.installation': {
    singleton: Generated<boolean>
    quarantined_at: Date | null
    quarantine_reason: string | null
    released_at: Date | null
    released_by: string | null
    clock_mark: Date | null
    clock_trusted_at: Date | null
    clock_trusted_by: string | null
  }
  'kernel.migration': {
    name: string
    sha256: string
    applied_at: Date
  }
  'kernel.partitioned': {
    table_name: string
  }
  'kernel.repeatable': {
    name: string
    sha256: string
    applied_at: Date
  }
  'keys.supply_group': {
    tenant_id: Id<'tenant'>
    id: Id<'supply_group'>
    utility_id: Id<'utility'>
    code: string
    name: string
    created_at: Date
  }
  'keys.vending_key': {
    tenant_id: Id<'tenant'>
    id: Id<'vending_key'>
    supply_group_id: Id<'supply_group'>
    key_revision: number
    key_type: number
    algorithm: number
    base_date: number
    key_expiry: number
    wrapped: Buffer
    wrapping_key: string
    check_value: string
    state: string
    active_from: Date
    issue_until: Date | null
    loaded_by: string[]
    loaded_at: Date
  }
  'ledger.account': {
    tenant_id: Id<'tenant'>
    id: Id<'account'>
    kind: number
    owner_id: Id<'owner'>
    commodity: string
    currency: string
    running: boolean
    debits_posted: bigint
    credits_posted: bigint
    debits_pending: bigint
    credits_pending: bigint
    credit_limit: bigint
    frozen: boolean
    created_at: Date
  }
  'ledger.posting': {
    tenant_id: Id<'tenant'>
    id: Id<'posting'>
    kind: string
    booked_at: Date
    business_day: string
    utility_id: Id<'utility'> | null
    content_hash: Buffer
    xid: string
  }
  'ledger.seal': {
    tenant_id: Id<'tenant'>
    epoch: number
    number: bigint
    sealed_at: Date
    first_xid: string
    last_xid: string
    postings: number
    leaves: Buffer
    previous: Buffer
    head: Buffer
  }
  'ledger.transfer': {
    tenant_id: Id<'tenant'>
    booked_at: Date
    posting_id: Id<'posting'>
    line: number
    debit_account_id: Id<'account'>
    credit_account_id: Id<'account'>
    debit_kind: number
    credit_kind: number
    minor: bigint
    currency: string
  }
  'meters.meter': {
    tenant_id: Id<'tenant'>
    id: Id<'meter'>
    utility_id: Id<'utility'>
    serial_number: string
    commodity: string
    model: string
    status: string
    block_reason: string | null
    created_at: Date
    supply_group_id: Id<'supply_group'> | null
  }
  'meters.sts_data': {
    tenant_id: Id<'tenant'>
    meter_id: Id<'meter'>
    valid_from: Date
    valid_until: Date | null
    supply_group_id: Id<'supply_group'>
    key_revision: number
    key_type: number
    tariff_index: number
    key_expiry: number
    key_algorithm: number
    encryption_algorithm: number
    base_date: number
  }
  'notifications.bouncing_address': {
    tenant_id: Id<'tenant'>
    address: string
    since: Date
    answer: string
  }
  'notifications.message': {
    tenant_id: Id<'tenant'>
    id: Id<'message'>
    dedupe_key: string
    template: string
    language: string
    recipient: string
    fields: Json
    secrets: Buffer | null
    state: string
    attempts: number
    created_at: Date
    due_at: Date
    expires_at: Date
    message_id: string | null
    last_answer: string | null
    finished_at: Date | null
  }
  'platform.visit_grant': {
    tenant_id: Id<'tenant'>
    id: Id<'visit_grant'>
    state: string
    reason: string
    hours: number
    asked_by: string | null
    asked_by_name: string | null
    asked_at: Date
    decided_by: string | null
    decided_by_name: string | null
    decided_at: Date | null
    ends_at: Date | null
  }
  'pricing.margin': {
    tenant_id: Id<'tenant'>
    vendor_id: Id<'vendor'>
    token_type: string
    valid_from: Date
    basis_points: number
    fixed_minor: bigint
  }
  'tariffs.assignment': {
    tenant_id: Id<'tenant'>
    usage_point_id: Id<'usage_point'>
    commodity: string
    valid_from: Date
    valid_until: Date | null
    tariff_id: Id<'tariff'>
  }
  'tariffs.tariff': {
    tenant_id: Id<'tenant'>
    id: Id<'tariff'>
    utility_id: Id<'utility'>
    code: string
    name: string
    commodity: string
    created_at: Date
  }
  'tariffs.usage_state': {
    tenant_id: Id<'tenant'>
    usage_point_id: Id<'usage_point'>
    commodity: string
    version: bigint
    month: string
    month_units: bigint
    month_minor: bigint
    day: string
    day_minor: bigint
    service_paid_through: string | null
    free_units_month: string | null
    last_sale_at: Date | null
    last_sale_minor: bigint | null
  }
  'tariffs.version': {
    tenant_id: Id<'tenant'>
    id: Id<'version'>
    tariff_id: Id<'tariff'>
    number: number
    state: string
    valid_from: Date
    definition: Json
    created_by: string
    approved_by: string | null
    created_at: Date
  }
  'tenants.holiday': {
    tenant_id: Id<'tenant'>
    utility_id: Id<'utility'>
    day: string
    name: string
  }
  'tenants.logo': {
    tenant_id: Id<'tenant'>
    utility_id: Id<'utility'>
    theme: string
    media_type: string
    content: Buffer
    content_hash: string
    width: number
    height: number
    created_at: Date
  }
  'tenants.number_series': {
    tenant_id: Id<'tenant'>
    series: string
    next_number: bigint
  }
  'tenants.tenant': {
    id: Id<'tenant'>
    name: string
    created_at: Date
    platform: Generated<boolean>
  }
  'tenants.utility': {
    tenant_id: Id<'tenant'>
    id: Id<'utility'>
    name: string
    receipt_prefix: string
    currency: string
    currency_decimals: number
    time_zone: string
    commodities: string[]
    address: string
    tax_number: string
    support_phone: string
    receipt_message: string
    quick_amounts: bigint[]
    created_at: Date
    short_name: Generated<string>
    languages: Generated<string[]>
    unit_decimals: Generated<Json>
    retention_months: Generated<number>
    brand_colour: Generated<string>
    accent_colour: Generated<string>
  }
  'terminals.nonce': {
    tenant_id: Id<'tenant'>
    terminal_id: Id<'terminal'>
    nonce: string
    kept_until: Date
  }
  'terminals.pin_failure': {
    tenant_id: Id<'tenant'>
    terminal_id: Id<'terminal'>
    operator_id: Id<'operator'>
    failures: number
    locked_until: Date | null
  }
  'terminals.session': {
    tenant_id: Id<'tenant'>
    token_hash: Buffer
    terminal_id: Id<'terminal'>
    operator_id: Id<'operator'>
    created_at: Date
    expires_at: Date
    ended_at: Date | null
  }
  'terminals.terminal': {
    tenant_id: Id<'tenant'>
    id: Id<'terminal'>
    number: bigint
    vendor_id: Id<'vendor'>
    name: string
    public_key: Buffer | null
    status: string
    enrolment_code_hash: Buffer | null
    enrolment_expires_at: Date | null
    enrolled_at: Date | null
    blocked_reason: string | null
    created_at: Date
  }
  'tokens.register': {
    tenant_id: Id<'tenant'>
    meter_id: Id<'meter'>
    base_date: number
    last_tid: number
  }
  'tokens.token': {
    tenant_id: Id<'tenant'>
    booked_at: Date
    origin_id: Id<'origin'>
    ordinal: number
    meter_id: Id<'meter'> | null
    kind: string
    tid: number | null
    digits: string
    units: bigint
    supply_group: string | null
    key_revision: number | null
    tariff_index: number | null
    base_date: number | null
  }
  'usage_points.link': {
    tenant_id: Id<'tenant'>
    id: Id<'link'>
    usage_point_id: Id<'usage_point'>
    meter_id: Id<'meter'>
    customer_id: Id<'customer'> | null
    commodity: string
    valid_from: Date
    valid_until: Date | null
  }
  'usage_points.usage_point': {
    tenant_id: Id<'tenant'>
    id: Id<'usage_point'>
    utility_id: Id<'utility'>
    number: string
    address: string
    area: string
    created_at: Date
  }
  'vendors.deposit': {
    tenant_id: Id<'tenant'>
    id: Id<'deposit'>
    vendor_id: Id<'vendor'>
    minor: bigint
    currency: string
    bank_reference: string
    confirmed_by: string
    confirmed_at: Date
  }
  'vendors.operator': {
    tenant_id: Id<'tenant'>
    id: Id<'operator'>
    vendor_id: Id<'vendor'>
    name: string
    role: string
    pin_hash: string
    status: string
    created_at: Date
  }
  'vendors.portfolio': {
    tenant_id: Id<'tenant'>
    id: Id<'portfolio'>
    kind: string
    name: string
    created_at: Date
  }
  'vendors.portfolio_member': {
    tenant_id: Id<'tenant'>
    portfolio_id: Id<'portfolio'>
    vendor_id: Id<'vendor'>
    begins_at: Date
    ends_at: Date | null
  }
  'vendors.supply_group': {
    tenant_id: Id<'tenant'>
    vendor_id: Id<'vendor'>
    supply_group_id: Id<'supply_group'>
  }
  'vendors.vendor': {
    tenant_id: Id<'tenant'>
    id: Id<'vendor'>
    number: bigint
    name: string
    address: string
    phone: string
    currency: string
    status: string
    margin_mode: string
    low_float_minor: bigint
    float_low_since: Date | null
    created_at: Date
    name_folded: Generated<string | null>
  }
}

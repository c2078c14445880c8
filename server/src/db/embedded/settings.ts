import { join } from 'node:path'
import { socketPort } from './cluster.ts'

export interface SettingChoices {
  socketFolder: string
  /** Command that PostgreSQL runs for each finished WAL segment; without one nothing is archived. */
  archiveCommand?: string
  tcpPort?: number
  /** Settings that go before ours, for tests and drills. */
  more?: Readonly<Record<string, string>>
}

/**
 * The settings of the embedded server. `fsync`, `full_page_writes` and `synchronous_commit` are named
 * although they are the defaults: durability is never weakened (DESIGN.md section 2). The log settings
 * keep values, and so personal data and secrets, out of the server's log (RELIABILITY.md 2.10).
 */
export function serverSettings(choices: SettingChoices): Record<string, string> {
  return {
    listen_addresses: choices.tcpPort === undefined ? '' : '127.0.0.1',
    port: String(choices.tcpPort ?? socketPort),
    unix_socket_directories: `"${choices.socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    max_connections: '100',

    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    wal_level: 'replica',
    archive_mode: 'on',
    // A command that does nothing, not an empty one: an empty one would keep all WAL for ever.
    archive_command: choices.archiveCommand ?? 'true',
    archive_timeout: '60',
    max_wal_senders: '10',
    max_replication_slots: '10',
    max_slot_wal_keep_size: '4GB',
    max_wal_size: '2GB',
    checkpoint_timeout: '10min',

    shared_buffers: '256MB',
    random_page_cost: '1.1',
    jit: 'off',

    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] %q%u@%d ',
    log_checkpoints: 'off',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_min_duration_statement: '-1',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    ...choices.more,
  }
}

/** Where the server's own log goes. */
export function logFile(state: string): string {
  return join(state, 'postgres.log')
}

-- The list of e-mails is read newest first, also those in one state alone; ids rise with the time of queueing.
create index message_in_state on notifications.message (tenant_id, state, id);

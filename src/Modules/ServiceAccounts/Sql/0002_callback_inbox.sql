-- The inbox answers before it applies: a message carries its own state, and the few that wait are found without the many that are done.
ALTER TABLE callback_message ADD COLUMN sender character varying(64) NOT NULL DEFAULT '';
ALTER TABLE callback_message ADD COLUMN state text NOT NULL DEFAULT 'Done';
ALTER TABLE callback_message ADD COLUMN attempts integer NOT NULL DEFAULT 0;
ALTER TABLE callback_message ADD COLUMN next_try_at timestamp with time zone NOT NULL DEFAULT '2026-01-01T00:00:00Z';
ALTER TABLE callback_message ADD COLUMN last_error character varying(500);
ALTER TABLE callback_message ALTER COLUMN sender DROP DEFAULT;
ALTER TABLE callback_message ALTER COLUMN state DROP DEFAULT;
ALTER TABLE callback_message ALTER COLUMN attempts DROP DEFAULT;
ALTER TABLE callback_message ALTER COLUMN next_try_at DROP DEFAULT;
ALTER TABLE callback_message ALTER COLUMN dedupe_key TYPE bytea USING decode(dedupe_key, 'hex');

DROP INDEX ix_callback_message_received_at;

CREATE INDEX ix_callback_message_set_aside ON callback_message (id) WHERE state = 'SetAside';

CREATE INDEX ix_callback_message_waiting ON callback_message (id) WHERE state = 'Waiting';

CREATE INDEX ix_callback_message_waiting_of_sender ON callback_message (account, sender, id) WHERE state = 'Waiting';

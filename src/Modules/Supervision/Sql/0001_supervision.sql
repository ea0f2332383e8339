CREATE TABLE brigade_inbox_entry (
    id uuid NOT NULL,
    brigade_id uuid,
    region text NOT NULL,
    report_id uuid NOT NULL,
    report_number text NOT NULL,
    project_name text NOT NULL,
    agency_name text NOT NULL,
    month char(7) NOT NULL,
    technical_lead_name text NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_brigade_inbox_entry PRIMARY KEY (id)
);

CREATE INDEX ix_brigade_inbox_entry_brigade_id_received_at ON brigade_inbox_entry (brigade_id, received_at);

CREATE UNIQUE INDEX ix_brigade_inbox_entry_report_id ON brigade_inbox_entry (report_id);

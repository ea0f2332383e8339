-- OWN-11: a report on its way to a mailbox. The address goes when the mail is sent or refused.
CREATE TABLE report_mail (
    id uuid NOT NULL,
    report_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    copy boolean NOT NULL,
    address bytea,
    masked_address character varying(260) NOT NULL,
    state text NOT NULL,
    reason character varying(200),
    asked_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT pk_report_mail PRIMARY KEY (id),
    CONSTRAINT fk_report_mail_report_report_id FOREIGN KEY (report_id) REFERENCES report (id) ON DELETE RESTRICT,
    CONSTRAINT ck_report_mail_address CHECK ((state = 'Waiting') = (address is not null))
);

CREATE INDEX ix_report_mail_contact_id ON report_mail (contact_id);
CREATE INDEX ix_report_mail_report_id ON report_mail (report_id);

-- RPT-08, RPT-27: the client's handwriting under a filed report, once and for good.
CREATE TABLE signed_opinion (
    id uuid NOT NULL,
    report_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    contact_id uuid NOT NULL,
    contact_name character varying(100) NOT NULL,
    text character varying(200),
    signature_id uuid NOT NULL,
    signature_sha256 character varying(64) NOT NULL,
    file_sha256 character varying(64) NOT NULL,
    place jsonb,
    signed_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_signed_opinion PRIMARY KEY (id),
    CONSTRAINT fk_signed_opinion_report_report_id FOREIGN KEY (report_id) REFERENCES report (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ux_signed_opinion_report ON signed_opinion (report_id);

create trigger signed_opinion_append_only before update or delete on signed_opinion
  for each row execute function refuse_change();

-- FIL-04: when the days for filing began; FIL-11: why the technical review said no.
alter table report add column filing_from timestamp with time zone, add column filed_at timestamp with time zone, add column objection jsonb;

-- What was filed before has its instant in the column too: the lock is lifted for this one statement.
alter table report disable trigger report_filed_is_locked;
update report set filing_from = generated_at, filed_at = (filing ->> 'at')::timestamptz;
alter table report enable trigger report_filed_is_locked;

DROP INDEX ix_report_technical_lead_id_state_created_at;
DROP INDEX ix_report_brigade_id_state_created_at;
CREATE INDEX ix_report_technical_lead_id_state_filing_from ON report (technical_lead_id, state, filing_from);
CREATE INDEX ix_report_technical_lead_id_filed_at ON report (technical_lead_id, filed_at);
CREATE INDEX ix_report_brigade_id_filed_at ON report (brigade_id, filed_at);
CREATE INDEX ix_report_region_filed_at ON report (region, filed_at);

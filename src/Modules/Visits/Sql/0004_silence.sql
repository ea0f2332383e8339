-- EVL-09, EVL-10: what does not agree is flagged; silence is reminded, marked, and answered by the agency's proof.
ALTER TABLE feedback_form ADD flagged boolean NOT NULL DEFAULT false;
ALTER TABLE feedback_form ADD reminded_on_day integer NOT NULL DEFAULT 0;
ALTER TABLE feedback_form ADD silent_at timestamp with time zone;
ALTER TABLE feedback_form ALTER flagged DROP DEFAULT, ALTER reminded_on_day DROP DEFAULT;
update feedback_form f set flagged = true from visit_rating r where r.form_id = f.id and cardinality(r.inconsistent) > 0;

CREATE INDEX ix_feedback_form_agency_id_submitted_at ON feedback_form (agency_id, submitted_at);
CREATE INDEX ix_feedback_form_region_brigade_id_submitted_at ON feedback_form (region, brigade_id, submitted_at);

CREATE TABLE silence_proof (
    id uuid NOT NULL,
    form_id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    text character varying(500) NOT NULL,
    photo_ids uuid[] NOT NULL,
    by_id uuid NOT NULL,
    by_name character varying(100) NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_silence_proof PRIMARY KEY (id),
    CONSTRAINT fk_silence_proof_feedback_form_form_id FOREIGN KEY (form_id) REFERENCES feedback_form (id) ON DELETE RESTRICT
);

CREATE INDEX ix_silence_proof_form_id ON silence_proof (form_id);

-- What was said beside a silence stays as it was said.
create trigger silence_proof_append_only before update or delete on silence_proof
  for each row execute function refuse_change();

CREATE TABLE visit (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    person_id uuid NOT NULL,
    day date NOT NULL,
    started_at timestamp with time zone NOT NULL,
    start jsonb NOT NULL,
    ended_at timestamp with time zone,
    "end" jsonb,
    minutes integer,
    mark text NOT NULL,
    mark_reason character varying(200),
    CONSTRAINT pk_visit PRIMARY KEY (id)
);

CREATE TABLE feedback_form (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    day date NOT NULL,
    visit_id uuid NOT NULL,
    writer_id uuid NOT NULL,
    content character varying(2000) NOT NULL,
    problems character varying(2000),
    next_step character varying(2000),
    submitted_at timestamp with time zone NOT NULL,
    rated_at timestamp with time zone,
    stars integer,
    CONSTRAINT pk_feedback_form PRIMARY KEY (id),
    CONSTRAINT fk_feedback_form_visit_visit_id FOREIGN KEY (visit_id) REFERENCES visit (id) ON DELETE RESTRICT
);

CREATE TABLE visit_rating (
    id uuid NOT NULL,
    form_id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    contact_id uuid NOT NULL,
    answers jsonb NOT NULL,
    stars integer NOT NULL,
    comment character varying(500),
    inconsistent text[] NOT NULL,
    rated_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_visit_rating PRIMARY KEY (id),
    CONSTRAINT fk_visit_rating_feedback_form_form_id FOREIGN KEY (form_id) REFERENCES feedback_form (id) ON DELETE RESTRICT
);

CREATE INDEX ix_feedback_form_owner_id_rated_at_submitted_at ON feedback_form (owner_id, rated_at, submitted_at);

CREATE INDEX ix_feedback_form_visit_id ON feedback_form (visit_id);

CREATE UNIQUE INDEX ux_feedback_form_project_day ON feedback_form (project_id, day);

CREATE INDEX ix_visit_on_site ON visit (project_id) WHERE ended_at is null;

CREATE INDEX ix_visit_owner_id_started_at ON visit (owner_id, started_at DESC);

CREATE INDEX ix_visit_person_id_started_at ON visit (person_id, started_at DESC);

CREATE INDEX ix_visit_project_id_started_at ON visit (project_id, started_at DESC);

CREATE UNIQUE INDEX ux_visit_open_person ON visit (person_id) WHERE ended_at is null;

CREATE INDEX ix_visit_rating_project_id_rated_at ON visit_rating (project_id, rated_at);

CREATE UNIQUE INDEX ux_visit_rating_form ON visit_rating (form_id);

-- 响应业主反馈 (OWN-15).
CREATE TABLE rating_reply (
    id uuid NOT NULL,
    form_id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    text character varying(500) NOT NULL,
    by_name character varying(100) NOT NULL,
    at timestamp with time zone NOT NULL,
    corrected_by_name character varying(100),
    corrected_at timestamp with time zone,
    CONSTRAINT pk_rating_reply PRIMARY KEY (id),
    CONSTRAINT fk_rating_reply_feedback_form_form_id FOREIGN KEY (form_id) REFERENCES feedback_form (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX ux_rating_reply_form ON rating_reply (form_id);

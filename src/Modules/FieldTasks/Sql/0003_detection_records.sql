-- What a task said at each submission, for the reviewer's comparison (REV-03).
CREATE TABLE submission (
    task_id uuid NOT NULL,
    version integer NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    records jsonb NOT NULL,
    CONSTRAINT pk_submission PRIMARY KEY (task_id, version),
    CONSTRAINT fk_submission_field_task_task_id FOREIGN KEY (task_id) REFERENCES field_task (id) ON DELETE CASCADE
);

-- Opening and closing the review of a plan's detection records (REV-13).
CREATE TABLE review_switch (
    plan_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    is_open boolean NOT NULL,
    by_name character varying(50),
    at timestamp with time zone,
    passed_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_review_switch PRIMARY KEY (plan_id)
);

alter table review_switch add constraint xfk_review_switch_plan foreign key (plan_id) references plan (id)
  on delete cascade deferrable initially deferred;

-- Counted positions (FLD-18).
alter table item_record add column positions integer check (positions between 1 and 9999);
alter table field_task add column positions jsonb not null default '[]';
alter table field_task alter column positions drop default;

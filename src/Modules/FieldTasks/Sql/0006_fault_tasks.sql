CREATE TABLE fault_task (
    id uuid NOT NULL,
    fault_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    operator_id uuid NOT NULL,
    class_code character varying(20) NOT NULL,
    item_name character varying(200) NOT NULL,
    fault_text text NOT NULL,
    place character varying(100),
    fault_photo_ids uuid[] NOT NULL,
    note text,
    due_on date NOT NULL,
    dispatched_by uuid NOT NULL,
    dispatched_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    started_at timestamp with time zone,
    start jsonb,
    submitted_at timestamp with time zone,
    result text,
    result_text text,
    photo_ids uuid[] NOT NULL,
    report_id uuid,
    CONSTRAINT pk_fault_task PRIMARY KEY (id)
);

CREATE INDEX ix_fault_task_fault_id_dispatched_at ON fault_task (fault_id, dispatched_at);

CREATE INDEX ix_fault_task_operator_id_state_due_on ON fault_task (operator_id, state, due_on);

CREATE INDEX ix_fault_task_project_id_state_submitted_at ON fault_task (project_id, state, submitted_at);

CREATE INDEX ix_fault_task_report_id ON fault_task (report_id);

CREATE UNIQUE INDEX ux_fault_task_under_way ON fault_task (fault_id) WHERE state in ('Dispatched', 'Accepted', 'InProgress');

alter table fault_task add constraint xfk_fault_task_project foreign key (project_id) references project (id) deferrable initially deferred;
alter table fault_task add constraint xfk_fault_task_operator foreign key (operator_id) references person (id) deferrable initially deferred;
-- FLD-30: what is done has its result, and nothing else has.
alter table fault_task add constraint ck_fault_task_result check ((state = 'Done') = (result is not null and result_text is not null and submitted_at is not null));

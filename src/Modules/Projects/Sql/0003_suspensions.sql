CREATE TABLE project_suspension (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    month char(7) NOT NULL,
    state text NOT NULL,
    reason character varying(500) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_project_suspension PRIMARY KEY (id)
);

CREATE INDEX ix_project_suspension_brigade_id_state ON project_suspension (brigade_id, state);

CREATE UNIQUE INDEX ix_project_suspension_project_id_month ON project_suspension (project_id, month) WHERE state in ('Pending', 'Approved');

alter table project_suspension add constraint xfk_project_suspension_project foreign key (project_id) references project (id) deferrable initially deferred;

-- How a report came about, from which files, with which conclusion.
alter table report
    add column kind text not null default 'Maintenance',
    add column plan_kind text,
    add column cover jsonb,
    add column conclusion text,
    add column uploads jsonb not null default '[]',
    add column submits_when_made boolean not null default true,
    add column raw_record_object_id uuid,
    add column raw_record_sha256 text,
    add column raw_record_pages integer not null default 0;

alter table report
    alter column kind drop default,
    alter column uploads drop default,
    alter column submits_when_made drop default,
    alter column raw_record_pages drop default,
    alter column plan_id drop not null;

-- RPT-25 is about maintenance; a detection's retest may fall into the same month.
DROP INDEX ux_report_project_month;
CREATE UNIQUE INDEX ux_report_project_month ON report (project_id, month) WHERE kind in ('Maintenance', 'MaintenanceUploaded');
CREATE UNIQUE INDEX ux_report_plan ON report (plan_id);
CREATE UNIQUE INDEX ux_report_project_open ON report (project_id) WHERE plan_id is null and kind = 'Written' and (state <> 'Filed' or conclusion is distinct from 'Unqualified');
CREATE INDEX ix_report_project_id_created_at ON report (project_id, created_at);

CREATE TABLE report_file (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    file_name character varying(200) NOT NULL,
    sha256 text NOT NULL,
    bytes bigint NOT NULL,
    pages integer NOT NULL,
    uploaded_by uuid NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_report_file PRIMARY KEY (id)
);

CREATE INDEX ix_report_file_project_id_uploaded_at ON report_file (project_id, uploaded_at);

CREATE TABLE monthly_report (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    project_name text NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    brigade_id uuid,
    region text NOT NULL,
    month char(7) NOT NULL,
    state text NOT NULL,
    texts jsonb NOT NULL,
    writer_id uuid NOT NULL,
    writer_name text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    pushed_at timestamp with time zone,
    CONSTRAINT pk_monthly_report PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ux_monthly_report_project_month ON monthly_report (project_id, month);

alter table monthly_report add constraint xfk_monthly_report_project foreign key (project_id) references project (id) deferrable initially deferred;
alter table report_file add constraint xfk_report_file_project foreign key (project_id) references project (id) deferrable initially deferred;

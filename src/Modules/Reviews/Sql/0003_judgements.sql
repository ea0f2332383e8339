CREATE TABLE judgement (
    plan_id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    edition_code character varying(40) NOT NULL,
    edition_version character varying(20) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    passed_at timestamp with time zone,
    passed_by uuid,
    passed_by_name text,
    opinion character varying(500),
    CONSTRAINT pk_judgement PRIMARY KEY (plan_id)
);

CREATE TABLE judgement_entry (
    plan_id uuid NOT NULL,
    code character varying(40) NOT NULL,
    level text NOT NULL,
    proposed text NOT NULL,
    verdict text NOT NULL,
    basis character varying(32) NOT NULL,
    why character varying(200),
    by_person_id uuid NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_judgement_entry PRIMARY KEY (plan_id, code),
    CONSTRAINT fk_judgement_entry_judgement_plan_id FOREIGN KEY (plan_id) REFERENCES judgement (plan_id) ON DELETE CASCADE
);

CREATE TABLE spot_check (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    task_id uuid,
    matches boolean NOT NULL,
    finding character varying(500) NOT NULL,
    by_name text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_spot_check PRIMARY KEY (id)
);

CREATE INDEX ix_spot_check_project_id_at ON spot_check (project_id, at);

alter table judgement add constraint xfk_judgement_plan foreign key (plan_id) references plan (id) deferrable initially deferred;
alter table judgement add constraint xfk_judgement_project foreign key (project_id) references project (id) deferrable initially deferred;
alter table spot_check add constraint xfk_spot_check_project foreign key (project_id) references project (id) deferrable initially deferred;

-- REV-15: a verdict that differs from the proposal says why.
alter table judgement_entry add constraint ck_judgement_entry_forced check ((verdict = proposed) = (why is null));

-- REV-21: what a supervisor found stays.
create trigger spot_check_append_only before update or delete on spot_check
  for each row execute function refuse_change();

-- What a plan contains is fixed when it is made (PLN-10); its last day; retests (PLN-28); several people for one facility (PLN-12).
alter table plan
    add column service_type text not null default 'Maintenance',
    add column edition_code character varying(40) not null default '',
    add column edition_version character varying(40) not null default '',
    add column due_by date,
    add column planned_on date,
    add column retest_of uuid,
    add column retest_number integer not null default 0,
    add column verdict text,
    add column failed_class_codes text[] not null default '{}';
update plan set service_type = project.service_type,
    due_by = case when project.service_type = 'Maintenance' then (plan.month || '-01')::date + interval '1 month' - interval '1 day' else project.term_ends end
    from project where project.id = plan.project_id;
alter table plan
    alter column due_by set not null,
    alter column service_type drop default,
    alter column edition_code drop default,
    alter column edition_version drop default,
    alter column retest_number drop default,
    alter column failed_class_codes drop default;

alter table plan_item
    add column item_codes text[] not null default '{}',
    add column assignee_ids uuid[] not null default '{}',
    add column taken_by uuid;
update plan_item set assignee_ids = array[assignee_id], taken_by = case when task_id is not null then assignee_id end where assignee_id is not null;
alter table plan_item
    alter column item_codes drop default,
    alter column assignee_ids drop default,
    drop column assignee_id;

DROP INDEX ux_plan_project_month_kind;

CREATE UNIQUE INDEX ux_plan_project_month_kind ON plan (project_id, month, kind, retest_number);

CREATE UNIQUE INDEX ux_plan_project_detection ON plan (project_id, retest_number) WHERE service_type <> 'Maintenance';

CREATE INDEX ix_plan_agency_id_planned_on ON plan (agency_id, planned_on) WHERE planned_on is not null;

CREATE INDEX ix_plan_item_assignee_ids ON plan_item USING gin (assignee_ids) WHERE state = 'Assigned';

-- 维保计划 of a whole term (PLN-23…26).
CREATE TABLE term_plan (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    state text NOT NULL,
    term_starts date NOT NULL,
    term_ends date NOT NULL,
    edition_code character varying(40) NOT NULL,
    edition_version character varying(40) NOT NULL,
    periods jsonb NOT NULL,
    revision integer NOT NULL,
    generated_at timestamp with time zone,
    pushed_at timestamp with time zone,
    print_id uuid,
    print_trouble text,
    CONSTRAINT pk_term_plan PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ux_term_plan_project ON term_plan (project_id);

alter table term_plan add constraint xfk_term_plan_project foreign key (project_id) references project (id) deferrable initially deferred;

-- The handlings become the whole history of a fault: numbered steps that nobody takes back (FLT-11), with the state that each leads to.
alter table fault_handling rename to fault_step;
alter table fault_step rename constraint pk_fault_handling to pk_fault_step;
alter table fault_step rename constraint fk_fault_handling_fault_fault_id to fk_fault_step_fault_fault_id;
drop index ix_fault_handling_fault_id;
alter table fault_step
  alter column kind drop not null,
  add column number integer,
  add column what text,
  add column state_after text,
  add column due_on date,
  add column task_id uuid,
  add column photo_ids uuid[];

update fault_step s set
  number = n.number,
  what = 'Handled',
  photo_ids = '{}',
  state_after = case s.kind
    when 'Troubleshoot' then 'InProgress' when 'OwnerAgreesRepair' then 'InProgress'
    when 'OwnerDeclinesRepair' then 'OwnerDeclined' when 'OutOfContractScope' then 'OutOfScope' else 'Pending' end
from (select id, row_number() over (partition by fault_id order by at, id) as number from fault_step) n where n.id = s.id;

alter table fault_step
  alter column number set not null,
  alter column what set not null,
  alter column state_after set not null,
  alter column photo_ids set not null;
create unique index ux_fault_step_number on fault_step (fault_id, number);

alter table fault
  add column is_urgent boolean not null default false,
  add column finding text,
  add column place character varying(100),
  add column found_by_id uuid,
  add column step_count integer not null default 0,
  add column last_handling text,
  add column assignee_id uuid,
  add column assignee_name text,
  add column due_on date,
  add column open_task_id uuid,
  add column closed_at timestamp with time zone,
  add column reminded_at timestamp with time zone;
alter table fault alter column is_urgent drop default, alter column step_count drop default;

update fault f set
  step_count = s.number, last_handling = s.kind, assignee_id = s.assignee_id, assignee_name = s.assignee_name,
  closed_at = case when s.state_after = 'OutOfScope' then s.at end
from fault_step s where s.fault_id = f.id and s.number = (select max(number) from fault_step l where l.fault_id = f.id);

create index ix_fault_project_id_found_in_state on fault (project_id, found_in, state);

CREATE TABLE fault_view (
    fault_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_fault_view PRIMARY KEY (fault_id, contact_id),
    CONSTRAINT fk_fault_view_fault_fault_id FOREIGN KEY (fault_id) REFERENCES fault (id) ON DELETE RESTRICT
);

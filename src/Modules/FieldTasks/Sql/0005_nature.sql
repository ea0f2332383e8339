alter table field_task add column nature text not null default 'Planned';
alter table field_task alter column nature drop default;

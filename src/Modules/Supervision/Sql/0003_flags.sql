CREATE TABLE supervision_flag (
    id uuid NOT NULL,
    kind text NOT NULL,
    about_id uuid NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    brigade_id uuid,
    region character varying(20) NOT NULL,
    what text NOT NULL,
    state text NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    steps jsonb NOT NULL,
    CONSTRAINT pk_supervision_flag PRIMARY KEY (id)
);

CREATE UNIQUE INDEX ix_supervision_flag_about_id_kind ON supervision_flag (about_id, kind);

CREATE INDEX ix_supervision_flag_agency_id_raised_at ON supervision_flag (agency_id, raised_at);

CREATE INDEX ix_supervision_flag_brigade_id_raised_at ON supervision_flag (brigade_id, raised_at);

alter table supervision_flag add constraint xfk_supervision_flag_project foreign key (project_id) references project (id) deferrable initially deferred;

-- SUP-13: never deleted.
create trigger supervision_flag_kept before delete on supervision_flag for each row execute function refuse_change();

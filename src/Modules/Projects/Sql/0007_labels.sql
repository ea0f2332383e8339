-- 维保标签 (ORG-39).
CREATE TABLE device_label (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    project_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    class_code text NOT NULL,
    place character varying(100) NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_by text NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT pk_device_label PRIMARY KEY (id)
);
CREATE UNIQUE INDEX ix_device_label_code ON device_label (code);
CREATE INDEX ix_device_label_project_id_class_code_place ON device_label (project_id, class_code, place);
alter table device_label add constraint xfk_device_label_project foreign key (project_id) references project (id) deferrable initially deferred;

-- 机构注册 in four parts (ORG-34, 37).
CREATE TABLE founding_form (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    region character varying(20) NOT NULL,
    name character varying(100) NOT NULL,
    credit_code character varying(18) NOT NULL,
    phone text NOT NULL,
    licence_id uuid,
    legal_person_name character varying(30),
    sealed_legal_person_number bytea,
    id_front_id uuid,
    id_back_id uuid,
    portrait_id uuid,
    state text NOT NULL,
    agency_id uuid,
    began_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_founding_form PRIMARY KEY (id),
    CONSTRAINT fk_founding_form_account_account_id FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT
);

CREATE UNIQUE INDEX ix_founding_form_account_id ON founding_form (account_id);

alter table founding_form add constraint xfk_founding_form_agency foreign key (agency_id) references agency (id) deferrable initially deferred;

CREATE TABLE plan_reminded (
    day date NOT NULL,
    person_id uuid NOT NULL,
    kind text NOT NULL,
    CONSTRAINT pk_plan_reminded PRIMARY KEY (day, person_id, kind)
);

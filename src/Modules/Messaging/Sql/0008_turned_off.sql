-- What a contact does not want pushed.
CREATE TABLE turned_off (
    reader_id uuid NOT NULL,
    template character varying(40) NOT NULL,
    CONSTRAINT pk_turned_off PRIMARY KEY (reader_id, template)
);

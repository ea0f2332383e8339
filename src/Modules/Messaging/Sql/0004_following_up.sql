-- The console's list walks an agency's notices newest first; what did not arrive is found by agency and state.
create index ix_notice_agency_id_id on notice (agency_id, id desc);

drop index ix_delivery_trouble;
create index ix_delivery_undelivered on delivery (agency_id, state, id)
  where state in ('RefusedByUser', 'Blocked', 'Refused', 'NotFollowing', 'Unknown', 'Dead', 'OverDailyLimit', 'Failed');

-- What was done about a push that did not arrive, once for each: sent again, or told by other means. The key keeps two people from
-- doing it twice. Without a foreign key: deliveries go by month, and what was done stays.
create table followup (
    delivery_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    again_id uuid,
    by_account_id uuid,
    by_name character varying(50) NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_followup PRIMARY KEY (delivery_id)
);

create index ix_followup_again_id on followup (again_id) where again_id is not null;

-- An agency's faults, urgent first, oldest first: all of them, and those of one state, whose counts are read from the index alone;
-- closed ones latest first (FLT-08).
CREATE INDEX ix_fault_agency_id_is_urgent_found_at_id ON fault (agency_id, is_urgent DESC, found_at, id);
CREATE INDEX ix_fault_agency_id_state_is_urgent_found_at_id ON fault (agency_id, state, is_urgent DESC, found_at, id);
CREATE INDEX ix_fault_agency_id_state_closed_at_id ON fault (agency_id, state, closed_at DESC, id);
DROP INDEX ix_fault_agency_id_state_found_at;

-- CHK-01: a place that is hard to believe is marked, never refused.
ALTER TABLE visit ADD is_doubtful boolean NOT NULL DEFAULT false;
ALTER TABLE visit ALTER is_doubtful DROP DEFAULT;

CREATE INDEX ix_visit_doubtful ON visit (started_at DESC) WHERE is_doubtful;

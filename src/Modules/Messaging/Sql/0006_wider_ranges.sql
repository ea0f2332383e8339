-- Ranges of 128 pages (1 MB) instead of 16: at full speed the narrow ones asked for their summaries faster than autovacuum
-- takes such orders, and each refusal was a line in the log of the database.
drop index ix_delivery_notice_id;
create index ix_delivery_notice_id on delivery using brin (notice_id) with (autosummarize = true, pages_per_range = 128);

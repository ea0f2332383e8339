-- What a message says is only ever read whole: as json it is stored and handed out as it was written.
alter table notice alter column fields type json using fields::json;

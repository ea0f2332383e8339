-- What was sent lately is counted in one place for every kind of SMS: sms_meter.
DROP TABLE sms_allowance;

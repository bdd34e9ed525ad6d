-- A look that the device tells again (CLS-31): src/classroom/view_report.c.

-- device_key: one, needs nothing
-- takes device.id
-- gives device.public_key
select device.public_key
  from device
 where device.id = :id;

-- view_report_put: put view_report, needs nothing
-- By the school itself, with the look that it goes with.

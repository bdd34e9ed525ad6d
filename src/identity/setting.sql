-- setting_row: one, needs nothing
-- takes setting.name
-- gives setting.value
select setting.value
  from setting
 where setting.name = :name;

-- setting_rows: many, needs nothing
-- gives setting.*
select setting.*
  from setting
 order by setting.name;

-- setting_put: put setting, needs nothing

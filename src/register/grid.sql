-- grid_sites: many, needs MANAGE TIMETABLE of school
-- gives site.id, site.name
select site.id, site.name
  from site
 order by site.name;

-- grids_of_school: many, needs MANAGE TIMETABLE of school
-- gives grid.id, grid.site, site.name as site_name, grid.from_day, grid.to_day, grid.provisional
select grid.id, grid.site, site.name, grid.from_day, grid.to_day, grid.provisional
  from grid
  join site on site.id = grid.site
 order by site.name, grid.from_day, grid.id;

-- slots_of_school: many, needs MANAGE TIMETABLE of school
-- gives slot.grid, slot.weekday, slot.ordinal, slot.starts, slot.ends, slot.weight
select slot.grid, slot.weekday, slot.ordinal, slot.starts, slot.ends, slot.weight
  from slot
 order by slot.grid, slot.weekday, slot.ordinal;

-- grid_hours_held: one, needs MANAGE TIMETABLE of school
-- How many hours of a site are signed in these days: on one weekday and ordinal,
-- or with -1 for both on any. Day 0 was a Thursday.
-- takes class.site, since day, until day, weekday int, ordinal int
-- gives held int
select count(*)
  from lesson
  join class on class.id = lesson.class
 where class.site = :site and lesson.day between :since and :until
   and ((lesson.day + 4) % 7 = :weekday or :weekday = -1)
   and (lesson.ordinal = :ordinal or :ordinal = -1);

-- grid_keep: put grid, needs MANAGE TIMETABLE of school

-- slot_keep: put slot, needs MANAGE TIMETABLE of school

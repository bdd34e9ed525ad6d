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
-- gives slot.*
select slot.*
  from slot
 order by slot.grid, slot.weekday, slot.ordinal;

-- grid_hours_held: one, needs MANAGE TIMETABLE of school
-- How many hours of a site are signed in these days: on one weekday and ordinal,
-- or with -1 for both on any. Day 0 was a Thursday. By a provisional grid none are
-- signed on days on which a definitive one holds.
-- takes class.site, since day, until day, weekday int, ordinal int, provisional flag
-- gives held int
select count(*)
  from lesson
  join class on class.id = lesson.class
 where class.site = :site and lesson.day between :since and :until
   and ((lesson.day + 4) % 7 = :weekday or :weekday = -1)
   and (lesson.ordinal = :ordinal or :ordinal = -1)
   and not exists (
        select 1 from grid
         where grid.site = class.site and grid.provisional < :provisional
           and grid.from_day <= lesson.day
           and (grid.to_day is null or grid.to_day >= lesson.day));

-- grid_classes: many, needs MANAGE TIMETABLE of school
-- Whose timetable stands on the hours of a grid and begins while it holds.
-- takes grid.id as grid
-- gives class.name
select distinct class.name
  from grid
  join slot on slot.grid = grid.id
  join class on class.site = grid.site
  join timetable on timetable.class = class.id and timetable.weekday = slot.weekday
       and timetable.ordinal = slot.ordinal
 where grid.id = :grid
   and timetable.from_day >= grid.from_day
   and (grid.to_day is null or timetable.from_day <= grid.to_day)
 order by class.name;

-- grid_hour_users: many, needs MANAGE TIMETABLE of school
-- What stands on one hour of a grid: classes that have it in the timetable (no
-- day) and hours that are signed. Day 0 was a Thursday.
-- takes grid.id as grid, weekday int, ordinal int
-- gives class.name, held_on day
select class.name, null as held_on
  from grid
  join class on class.site = grid.site
  join timetable on timetable.class = class.id
 where grid.id = :grid and timetable.weekday = :weekday and timetable.ordinal = :ordinal
   and (grid.to_day is null or timetable.from_day <= grid.to_day)
   and (timetable.to_day is null or timetable.to_day >= grid.from_day)
union
select class.name, lesson.day
  from grid
  join class on class.site = grid.site
  join lesson on lesson.class = class.id
 where grid.id = :grid and lesson.day >= grid.from_day
   and (grid.to_day is null or lesson.day <= grid.to_day)
   and (lesson.day + 4) % 7 = :weekday and lesson.ordinal = :ordinal
 order by 1, 2;

-- grid_keep: put grid, needs MANAGE TIMETABLE of school

-- slot_keep: put slot, needs MANAGE TIMETABLE of school

-- grid_remove: drop grid, needs MANAGE TIMETABLE of school

-- slot_remove: drop slot, needs MANAGE TIMETABLE of school

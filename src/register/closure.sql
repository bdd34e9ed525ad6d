-- sites_of_school: many, needs nothing
-- gives site.id, site.name
select site.id, site.name
  from site
 order by site.name;

-- lessons_in_days: one, needs MANAGE CALENDAR of school
-- How many hours are held already in days that are about to be closed.
-- takes since day, until day, class.site
-- gives held int
select count(*)
  from lesson
  join class on class.id = lesson.class
 where lesson.day between :since and :until and (:site = 0 or class.site = :site);

-- closure_keep: put closure, needs MANAGE CALENDAR of school

-- closure_remove: drop closure, needs MANAGE CALENDAR of school

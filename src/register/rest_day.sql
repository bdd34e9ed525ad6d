-- rest_day_classes: many, needs MANAGE CALENDAR of school
-- takes school_year.id as school_year
-- gives class.name
select distinct class.name
  from class
 where class.school_year = :school_year
 order by class.name;

-- lessons_on_weekday: one, needs MANAGE CALENDAR of school
-- How many hours of the year are held already on a weekday that is about to
-- become a day of rest. Day 0 was a Thursday.
-- takes school_year.id as school_year, weekday int, class.name as class_name
-- gives held int
select count(*)
  from lesson
  join class on class.id = lesson.class
 where class.school_year = :school_year
   and (class.name = :class_name or :class_name = '')
   and (lesson.day + 4) % 7 = :weekday;

-- rest_day_keep: put rest_day, needs MANAGE CALENDAR of school

-- rest_day_remove: drop rest_day, needs MANAGE CALENDAR of school

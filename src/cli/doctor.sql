-- What may be missing before a school can work: counts and names of classes,
-- nothing of a person.

-- classes_without_grid: many, needs nothing
-- takes day day
-- gives class.name
select class.name
  from class
  join school_year on school_year.id = class.school_year
 where school_year.first_day <= :day and school_year.last_day >= :day
   and not exists (select 1
                     from grid
                    where grid.site = class.site and grid.from_day <= :day
                      and (grid.to_day is null or grid.to_day >= :day))
 order by class.name;

-- classes_without_hours: many, needs nothing
-- takes day day
-- gives class.name
select class.name
  from class
  join school_year on school_year.id = class.school_year
 where school_year.first_day <= :day and school_year.last_day >= :day
   and not exists (select 1
                     from timetable
                    where timetable.class = class.id and timetable.from_day <= :day
                      and (timetable.to_day is null or timetable.to_day >= :day))
 order by class.name;

-- classes_without_pupils: many, needs nothing
-- takes day day
-- gives class.name
select class.name
  from class
  join school_year on school_year.id = class.school_year
 where school_year.first_day <= :day and school_year.last_day >= :day
   and not exists (select 1
                     from class_member
                    where class_member.class = class.id and class_member.from_day <= :day
                      and (class_member.to_day is null or class_member.to_day >= :day))
 order by class.name;

-- hours_without_slot: many, needs nothing
-- Hours of the timetable on a weekday and number that the grid in force lacks.
-- takes day day
-- gives class.name, count int
select class.name, count(*)
  from timetable
  join class on class.id = timetable.class
 where timetable.from_day <= :day and (timetable.to_day is null or timetable.to_day >= :day)
   and not exists (select 1
                     from grid
                     join slot on slot.grid = grid.id and slot.weekday = timetable.weekday
                      and slot.ordinal = timetable.ordinal
                    where grid.site = class.site and grid.from_day <= :day
                      and (grid.to_day is null or grid.to_day >= :day))
 group by class.name
 order by class.name;

-- hours_without_post: many, needs nothing
-- Hours of a teacher who has no post in the class: the page of the hour would
-- refuse the signature.
-- takes day day
-- gives class.name, count int
select class.name, count(*)
  from timetable
  join class on class.id = timetable.class
 where timetable.from_day <= :day and (timetable.to_day is null or timetable.to_day >= :day)
   and not exists (select 1
                     from post
                    where post.class = timetable.class and post.teacher = timetable.teacher
                      and post.from_day <= :day and (post.to_day is null or post.to_day >= :day))
 group by class.name
 order by class.name;

-- posts_without_class: one, needs nothing
-- takes day day
-- gives count int
select count(*)
  from post
 where post.from_day <= :day and (post.to_day is null or post.to_day >= :day)
   and not exists (select 1
                     from class
                    where class.id = post.class);

-- heads_in_office: one, needs nothing
-- takes appointment.role, day day
-- gives count int
select count(*)
  from appointment
  join account on account.person = appointment.person
 where appointment.role = :role and account.suspended = 0
   and appointment.from_day <= :day
   and (appointment.to_day is null or appointment.to_day >= :day);

-- year_that_comes: one, needs nothing
-- The year under way, or the next one.
-- takes day day
-- gives school_year.first_day
select school_year.first_day
  from school_year
 where school_year.last_day >= :day
 order by school_year.first_day
 limit 1;

-- classes_in_year: one, needs nothing
-- takes day day
-- gives count int
select count(*)
  from class
  join school_year on school_year.id = class.school_year
 where school_year.first_day <= :day and school_year.last_day >= :day;

-- last_save: one, needs nothing
-- gives operation.recorded_at
select recorded_at from operation order by sequence desc limit 1;

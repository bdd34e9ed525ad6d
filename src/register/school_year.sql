-- The years of the school, and what ends with them.

-- year_after: one, needs nothing
-- takes school_year.id as school_year
-- gives school_year.first_day
select school_year.first_day
  from school_year
  join school_year as before on before.id = :school_year
 where school_year.first_day > before.last_day
 order by school_year.first_day
 limit 1;

-- year_hours_outside: one, needs MANAGE CALENDAR of school
-- Signed hours of the year's classes that these days would leave outside.
-- takes school_year.id as school_year, since day, until day
-- gives held int
select count(*)
  from lesson
  join class on class.id = lesson.class
 where class.school_year = :school_year and (lesson.day < :since or lesson.day > :until);

-- year_open_members: many, needs MANAGE CALENDAR of school
-- Who is in a class of the year on the day after the last one, or was until a day
-- that was set when the next year was opened; no names.
-- takes school_year.id as school_year, last day, was day
-- gives class_member.*
select class_member.*
  from class_member
  join class on class.id = class_member.class
 where class.school_year = :school_year and class_member.from_day <= :last
   and (class_member.to_day is null or class_member.to_day > :last or class_member.to_day = :was)
 order by class_member.id;

-- year_open_stays: many, needs MANAGE CALENDAR of school
-- takes school_year.id as school_year, last day, was day
-- gives subgroup_member.*
select subgroup_member.*
  from subgroup_member
  join subgroup on subgroup.id = subgroup_member.subgroup
  join class on class.id = subgroup.class
 where class.school_year = :school_year and subgroup_member.from_day <= :last
   and (subgroup_member.to_day is null or subgroup_member.to_day > :last
        or subgroup_member.to_day = :was)
 order by subgroup_member.subgroup, subgroup_member.pupil, subgroup_member.from_day;

-- year_open_posts: many, needs MANAGE CALENDAR of school
-- takes school_year.id as school_year, last day, was day
-- gives post.*
select post.*
  from post
  join class on class.id = post.class
 where class.school_year = :school_year and post.from_day <= :last
   and (post.to_day is null or post.to_day > :last or post.to_day = :was)
 order by post.id;

-- year_open_hours: many, needs MANAGE CALENDAR of school
-- takes school_year.id as school_year, last day, was day
-- gives timetable.*
select timetable.*
  from timetable
  join class on class.id = timetable.class
 where class.school_year = :school_year and timetable.from_day <= :last
   and (timetable.to_day is null or timetable.to_day > :last or timetable.to_day = :was)
 order by timetable.id;

-- year_keep: put school_year, needs MANAGE CALENDAR of school

-- year_term_keep: put term, needs MANAGE CALENDAR of school

-- year_member_keep: put class_member, needs MANAGE CALENDAR of school

-- year_stay_keep: put subgroup_member, needs MANAGE CALENDAR of school

-- year_post_keep: put post, needs MANAGE CALENDAR of school

-- year_hour_keep: put timetable, needs MANAGE CALENDAR of school

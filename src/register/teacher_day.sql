-- ties_of_teacher: one, needs nothing
-- Posts and hours in somebody else's place, on this day.
-- takes post.teacher, day day
-- gives found int
select (select count(*)
          from post
         where post.teacher = :teacher and post.from_day <= :day
           and (post.to_day is null or post.to_day >= :day))
     + (select count(*)
          from substitution
         where substitution.teacher = :teacher and substitution.day = :day);

-- week_of_teacher: many, needs READ TIMETABLE(hours) of school
-- The hours of a teacher's week as they stand in these days, with the bells of
-- the class's site; only of classes with a post from today on (REG-2): a
-- timetable may still name a teacher whose post has ended.
-- takes timetable.teacher, first day, last day, today day
-- gives timetable.class, class.name as class_name, class.site, site.name as site_name
-- gives timetable.weekday, timetable.ordinal, slot.starts, slot.ends
-- gives timetable.subject, subject.name as subject_name, timetable.subgroup
-- gives timetable.from_day, timetable.to_day
select timetable.class, class.name, class.site, coalesce(site.name, ''), timetable.weekday,
       timetable.ordinal, slot.starts, slot.ends, timetable.subject,
       coalesce(subject.name, ''), timetable.subgroup, timetable.from_day, timetable.to_day
  from timetable
  join class on class.id = timetable.class
  join slot on slot.weekday = timetable.weekday and slot.ordinal = timetable.ordinal
  left join site on site.id = class.site
  left join subject on subject.id = timetable.subject
 where timetable.teacher = :teacher and timetable.from_day <= :last
   and (timetable.to_day is null or timetable.to_day >= :first)
   and exists (
        select 1 from post
         where post.teacher = :teacher and post.class = timetable.class
           and post.from_day <= :last and (post.to_day is null or post.to_day >= :today))
   and slot.grid = (select grid.id
                      from grid
                     where grid.site = class.site and grid.from_day <= :last
                       and (grid.to_day is null or grid.to_day >= :last)
                     order by grid.provisional, grid.from_day desc
                     limit 1)
 order by slot.starts, class.name;

-- substitutions_around_teacher: many, needs READ TIMETABLE(hours) of school
-- Hours in which this teacher stands in, or is stood in for.
-- takes substitution.teacher, first day, last day
-- gives substitution.day, substitution.class, class.name as class_name, class.site
-- gives site.name as site_name, substitution.ordinal, slot.starts, slot.ends
-- gives substitution.teacher, substitution.instead_of, subject.name as subject_name
select substitution.day, substitution.class, class.name, class.site, coalesce(site.name, ''),
       substitution.ordinal, slot.starts, slot.ends, substitution.teacher,
       substitution.instead_of, coalesce(min(subject.name), '')
  from substitution
  join class on class.id = substitution.class
  join grid on grid.site = class.site and grid.from_day <= substitution.day
   and (grid.to_day is null or grid.to_day >= substitution.day)
  join slot on slot.grid = grid.id and slot.ordinal = substitution.ordinal
   and slot.weekday = (substitution.day + 4) % 7
  left join site on site.id = class.site
  left join timetable on timetable.class = substitution.class
   and timetable.weekday = slot.weekday and timetable.ordinal = substitution.ordinal
   and timetable.from_day <= substitution.day
   and (timetable.to_day is null or timetable.to_day >= substitution.day)
   and (timetable.teacher = substitution.instead_of or substitution.instead_of = 0)
  left join subject on subject.id = timetable.subject
 where (substitution.teacher = :teacher or substitution.instead_of = :teacher)
   and substitution.day between :first and :last
 group by substitution.day, substitution.class, class.name, class.site, site.name,
       substitution.ordinal, slot.starts, slot.ends, substitution.teacher,
       substitution.instead_of
 order by substitution.day, slot.starts;

-- lessons_around_teacher: many, needs nothing
-- Which hours of the teacher's classes are held, and by whom signed: no person
-- but the asking teacher stands in it.
-- takes post.teacher, first day, last day
-- gives lesson.day, lesson.class, lesson.ordinal, lesson.called_at, own flag
select distinct lesson.day, lesson.class, lesson.ordinal, lesson.called_at,
       case when signature.teacher is null then 0 else 1 end
  from lesson
  left join signature on signature.class = lesson.class and signature.lesson = lesson.id
   and signature.teacher = :teacher
 where lesson.class in (select post.class from post where post.teacher = :teacher
                        union
                        select substitution.class
                          from substitution
                         where substitution.teacher = :teacher
                           and substitution.day between :first and :last)
   and lesson.day between :first and :last
 order by lesson.day, lesson.ordinal;

-- waiting_of_teacher: many, needs nothing
-- How many justifications wait in each class of the teacher; numbers alone.
-- takes post.teacher, day day
-- gives class.id as class, class.name, waiting int
select class.id, class.name, count(distinct justification.id)
  from post
  join class on class.id = post.class
  join justification on justification.class = class.id and justification.state = 0
 where post.teacher = :teacher and post.from_day <= :day
   and (post.to_day is null or post.to_day >= :day)
 group by class.id, class.name
 order by class.name;

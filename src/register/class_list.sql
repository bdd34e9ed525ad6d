-- classes_of_teacher: many, needs nothing
-- takes post.teacher, day day
-- gives class.id, class.name, site.name as site_name, pupils int, waiting int
select distinct class.id, class.name, coalesce(site.name, ''),
       (select count(*)
          from class_member
         where class_member.class = class.id and class_member.from_day <= :day
           and (class_member.to_day is null or class_member.to_day >= :day)),
       (select count(*)
          from justification
         where justification.class = class.id and justification.state = 0)
  from post
  join class on class.id = post.class
  left join site on site.id = class.site
 where post.teacher = :teacher and post.from_day <= :day
   and (post.to_day is null or post.to_day >= :day)
 order by class.name;

-- earlier_classes_of_teacher: many, needs nothing
-- Classes of the year that runs, or ran last, with lessons that this teacher
-- signed, and no post of the teacher today.
-- takes post.teacher, day day
-- gives class.id, class.name
select distinct class.id, class.name
  from signature
  join class on class.id = signature.class
  join school_year on school_year.id = class.school_year
 where signature.teacher = :teacher
   and not exists (
        select 1 from post
         where post.teacher = :teacher and post.class = class.id and post.from_day <= :day
           and (post.to_day is null or post.to_day >= :day))
   and not exists (
        select 1 from school_year as later
         where later.first_day > school_year.first_day and later.first_day <= :day)
 order by class.name;

-- classes_of_year: many, needs nothing
-- takes class.school_year, day day
-- gives class.id, class.name, site.name as site_name, pupils int, waiting int
select class.id, class.name, coalesce(site.name, ''),
       (select count(*)
          from class_member
         where class_member.class = class.id and class_member.from_day <= :day
           and (class_member.to_day is null or class_member.to_day >= :day)),
       (select count(*)
          from justification
         where justification.class = class.id and justification.state = 0)
  from class
  left join site on site.id = class.site
 where class.school_year = :school_year
 order by class.name;

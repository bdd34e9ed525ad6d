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

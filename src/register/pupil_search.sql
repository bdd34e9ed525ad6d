-- pupils_of_school: many, needs READ ROSTER(name, number, class) of school
-- Every pupil with today's class; names are compared in memory, for the store
-- holds none that could be searched.
-- takes day day
-- gives person.id as pupil, person.family_name by pupil, person.given_name by pupil
-- gives class_member.class, class.name as class_name
select person.id, person.family_name, person.given_name,
       coalesce(class_member.class, 0), coalesce(class.name, '')
  from person
  left join class_member
    on class_member.pupil = person.id and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
  left join class on class.id = class_member.class
 where person.kind = 1
 order by person.id;

-- The groups of a divided class (REG-23): who is in which, and whose hours are theirs.

-- subgroups_of_class: many, needs READ ROSTER(class) of class
-- gives subgroup.*
select subgroup.*
  from subgroup
 where subgroup.class = :subject
 order by subgroup.name, subgroup.id;

-- subgroup_stays: many, needs READ ROSTER(class) of class
-- Every stay in a group of this class that has not ended before the day.
-- takes day day
-- gives subgroup_member.*
select subgroup_member.*
  from subgroup_member
  join subgroup on subgroup.id = subgroup_member.subgroup
 where subgroup.class = :subject
   and (subgroup_member.to_day is null or subgroup_member.to_day >= :day)
 order by subgroup_member.pupil, subgroup_member.from_day;

-- subgroup_posts: many, needs READ ROSTER(name, class) of class
-- The posts of the class on the day or later, with what they are tied to.
-- takes day day
-- gives post.id, post.teacher, post.class, post.subject, subject.name as subject_name
-- gives subject.kind as subject_kind, post.kind, post.subgroup, post.pupil, post.substitute_of, post.from_day, post.to_day
-- gives person.family_name by teacher, person.given_name by teacher
select post.id, post.teacher, post.class, post.subject, coalesce(subject.name, ''),
       coalesce(subject.kind, 0), post.kind, post.subgroup, post.pupil, post.substitute_of, post.from_day, post.to_day,
       person.family_name, person.given_name
  from post
  join person on person.id = post.teacher
  left join subject on subject.id = post.subject
 where post.class = :subject
   and (post.to_day is null or post.to_day >= :day)
 order by subject.name, post.id;

-- subgroup_hours: many, needs READ TIMETABLE(hours) of school
-- takes class.id as class, day day
-- gives timetable.*
select timetable.*
  from timetable
 where timetable.class = :class
   and (timetable.to_day is null or timetable.to_day >= :day)
 order by timetable.id;

-- subgroup_ties: one, needs MANAGE ROSTER of school
-- What is tied to a group, or was: a group with a past stays.
-- takes subgroup.id as subgroup
-- gives pupils int, posts int, lessons int
select (select count(distinct subgroup_member.pupil) from subgroup_member
         where subgroup_member.subgroup = :subgroup),
       (select count(*) from post where post.subgroup = :subgroup)
         + (select count(*) from timetable where timetable.subgroup = :subgroup),
       (select count(*) from lesson where lesson.subgroup = :subgroup);

-- subgroup_keep: put subgroup, needs MANAGE ROSTER of class(class)

-- subgroup_remove: drop subgroup, needs MANAGE ROSTER of school

-- subgroup_stay_keep: put subgroup_member, needs MANAGE ROSTER of school

-- subgroup_stay_remove: drop subgroup_member, needs MANAGE ROSTER of school

-- subgroup_post_keep: put post, needs MANAGE ROSTER of class(class)

-- subgroup_hour_keep: put timetable, needs MANAGE ROSTER of class(class)

-- The school's people as the office sees them: the whole roster at once, for
-- comparing it with a file, and the rows that a change of it writes.

-- roster_people: many, needs READ ROSTER(name, birth) of school
-- gives person.*
select person.*
  from person
 order by person.id;

-- roster_accounts: many, needs READ ACCOUNT(name, state) of school
-- gives account.*
select account.*
  from account
 order by account.id;

-- roster_appointments: many, needs nothing
-- gives appointment.*
select appointment.*
  from appointment
 order by appointment.id;

-- roster_members: many, needs READ ROSTER(class, number, options) of school
-- takes class.school_year
-- gives class_member.*
select class_member.*
  from class_member
  join class on class.id = class_member.class
 where class.school_year = :school_year
 order by class_member.from_day, class_member.id;

-- roster_subgroup_members: many, needs READ ROSTER(class) of school
-- gives subgroup_member.*
select subgroup_member.*
  from subgroup_member
 order by subgroup_member.from_day;

-- roster_guardianships: many, needs READ ROSTER(guardians) of school
-- gives guardianship.*
select guardianship.*
  from guardianship
 order by guardianship.id;

-- roster_posts: many, needs nothing
-- gives post.*
select post.*
  from post
 order by post.id;

-- roster_hours: many, needs nothing
-- gives timetable.*
select timetable.*
  from timetable
 order by timetable.id;

-- roster_put_person: put person, needs MANAGE ROSTER of school
-- roster_put_appointment: put appointment, needs MANAGE ROSTER of school
-- roster_put_member: put class_member, needs MANAGE ROSTER of school
-- roster_put_subgroup_member: put subgroup_member, needs MANAGE ROSTER of school
-- roster_put_guardianship: put guardianship, needs MANAGE ROSTER of school
-- roster_put_post: put post, needs MANAGE ROSTER of school
-- roster_put_hour: put timetable, needs MANAGE TIMETABLE of school
-- roster_put_account: put account, needs MANAGE ACCOUNT of school

-- The school's people as the office sees them: the whole roster at once, for
-- comparing it with a file, and the rows that a change of it writes.

-- roster_people: many, needs READ ROSTER(name, birth) of school
-- gives person.id, person.kind, person.family_name, person.given_name
-- gives person.birth_day, person.birth_place, person.match_key, person.left_on
select person.id, person.kind, person.family_name, person.given_name,
       person.birth_day, person.birth_place, person.match_key, person.left_on
  from person
 order by person.id;

-- roster_accounts: many, needs READ ACCOUNT(name, state) of school
-- gives account.id, account.person, account.name_key, account.name, account.password
-- gives account.profile, account.changed_on, account.must_change, account.activation
-- gives account.activation_ends, account.suspended, account.language
select account.id, account.person, account.name_key, account.name, account.password,
       account.profile, account.changed_on, account.must_change, account.activation,
       account.activation_ends, account.suspended, account.language
  from account
 order by account.id;

-- roster_appointments: many, needs nothing
-- gives appointment.id, appointment.person, appointment.role, appointment.from_day, appointment.to_day
select appointment.id, appointment.person, appointment.role, appointment.from_day,
       appointment.to_day
  from appointment
 order by appointment.id;

-- roster_members: many, needs READ ROSTER(class, number, options) of school
-- takes class.school_year
-- gives class_member.id, class_member.class, class_member.pupil, class_member.from_day
-- gives class_member.to_day, class_member.register_number, class_member.religion
-- gives class_member.how_ended, class_member.justifies_online, class_member.exits_by_request
select class_member.id, class_member.class, class_member.pupil, class_member.from_day,
       class_member.to_day, class_member.register_number, class_member.religion,
       class_member.how_ended, class_member.justifies_online, class_member.exits_by_request
  from class_member
  join class on class.id = class_member.class
 where class.school_year = :school_year
 order by class_member.from_day, class_member.id;

-- roster_subgroup_members: many, needs READ ROSTER(class) of school
-- gives subgroup_member.subgroup, subgroup_member.pupil, subgroup_member.from_day, subgroup_member.to_day
select subgroup_member.subgroup, subgroup_member.pupil, subgroup_member.from_day,
       subgroup_member.to_day
  from subgroup_member
 order by subgroup_member.from_day;

-- roster_guardianships: many, needs READ ROSTER(guardians) of school
-- gives guardianship.id, guardianship.guardian, guardianship.pupil, guardianship.from_day
-- gives guardianship.to_day, guardianship.sees, guardianship.justifies, guardianship.signs
-- gives guardianship.contacts
select guardianship.id, guardianship.guardian, guardianship.pupil, guardianship.from_day,
       guardianship.to_day, guardianship.sees, guardianship.justifies, guardianship.signs,
       guardianship.contacts
  from guardianship
 order by guardianship.id;

-- roster_posts: many, needs nothing
-- gives post.id, post.teacher, post.class, post.subject, post.kind, post.subgroup, post.pupil
-- gives post.substitute_of, post.from_day, post.to_day
select post.id, post.teacher, post.class, post.subject, post.kind, post.subgroup, post.pupil,
       post.substitute_of, post.from_day, post.to_day
  from post
 order by post.id;

-- roster_hours: many, needs nothing
-- gives timetable.id, timetable.class, timetable.weekday, timetable.ordinal, timetable.teacher
-- gives timetable.subject, timetable.subgroup, timetable.from_day, timetable.to_day
-- gives timetable.provisional
select timetable.id, timetable.class, timetable.weekday, timetable.ordinal, timetable.teacher,
       timetable.subject, timetable.subgroup, timetable.from_day, timetable.to_day,
       timetable.provisional
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

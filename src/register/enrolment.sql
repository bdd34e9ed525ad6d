-- pupil_sheet: one, needs READ ROSTER of person
-- gives person.*
select person.*
  from person
 where person.id = :subject;

-- enrolments_of_pupil: many, needs READ ROSTER of person
-- gives class_member.id, class_member.class, class.name as class_name, class.school_year
-- gives class_member.from_day, class_member.to_day, class_member.register_number
-- gives class_member.religion, class_member.how_ended, class_member.justifies_online
-- gives class_member.exits_by_request
select class_member.id, class_member.class, class.name, class.school_year,
       class_member.from_day, class_member.to_day, class_member.register_number,
       class_member.religion, class_member.how_ended, class_member.justifies_online,
       class_member.exits_by_request
  from class_member
  join class on class.id = class_member.class
 where class_member.pupil = :subject
 order by class_member.from_day desc, class_member.id desc;

-- pupil_appointments: many, needs READ ROSTER of person
-- takes appointment.role, day day
-- gives appointment.*
select appointment.*
  from appointment
 where appointment.person = :subject and appointment.role = :role
   and (appointment.to_day is null or appointment.to_day >= :day)
 order by appointment.id;

-- carried_units: one, needs READ ABSENCE_LIMIT(totals) of person
-- takes class.school_year
-- gives carried_absence.units
select carried_absence.units
  from carried_absence
 where carried_absence.pupil = :subject and carried_absence.school_year = :school_year;

-- last_register_number: one, needs nothing
-- takes class.id as class
-- gives number int
select coalesce(max(class_member.register_number), 0)
  from class_member
 where class_member.class = :class;

-- roster_sheet: many, needs READ ROSTER of class
-- takes day day
-- gives class_member.pupil, class_member.register_number, class_member.religion
-- gives class_member.from_day, class_member.justifies_online, class_member.exits_by_request
-- gives person.family_name by pupil, person.given_name by pupil, person.birth_day by pupil
select class_member.pupil, class_member.register_number, class_member.religion,
       class_member.from_day, class_member.justifies_online, class_member.exits_by_request,
       person.family_name, person.given_name, person.birth_day
  from class_member
  join person on person.id = class_member.pupil
 where class_member.class = :subject and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
 order by class_member.register_number, class_member.pupil;

-- pupils_without_class: many, needs READ ROSTER of school
-- takes day day
-- gives person.id as pupil, person.family_name by pupil, person.given_name by pupil
select person.id, person.family_name, person.given_name
  from person
 where person.kind = 1 and person.left_on is null
   and not exists (select 1
                     from class_member
                    where class_member.pupil = person.id
                      and (class_member.to_day is null or class_member.to_day >= :day))
 order by person.id;

-- member_keep: put class_member, needs MANAGE ROSTER of person(pupil)

-- appointment_end: put appointment, needs MANAGE ROSTER of person(person)

-- pupil_keep: put person, needs MANAGE ROSTER of person(id)

-- carried_keep: put carried_absence, needs MANAGE ROSTER of person(pupil)

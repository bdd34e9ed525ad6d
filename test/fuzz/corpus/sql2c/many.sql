-- uses register/attendance.h

-- attendance_of_class: many, needs READ ATTENDANCE(day, status) of class
-- In register order: the family name follows its own id.
-- takes day day
-- gives attendance.pupil, person.family_name by pupil as name, attendance.status, person.number, count int
select attendance.pupil, person.family_name, attendance.status, person.number, 1
  from attendance join person on person.id = attendance.pupil -- :no parameter, isn't one
 where attendance.class = :subject and attendance.day = :day and 'a:b' <> '?'
 order by person.number::int;

-- What a lesson page asks for each time stands together in an index: one page
-- of the file is read instead of one for each pupil, post, hour or absence.

drop index class_member_of_class;
create index class_member_of_class
	on class_member(class, register_number, pupil, from_day, to_day, religion);

drop index timetable_of_class;
create index timetable_of_class
	on timetable(class, weekday, ordinal, teacher, subject, subgroup, from_day, to_day, provisional);

drop index timetable_of_teacher;
create index timetable_of_teacher
	on timetable(teacher, weekday, ordinal, class, subject, subgroup, from_day, to_day, provisional);

drop index post_of_teacher;
create index post_of_teacher
	on post(teacher, class, from_day, to_day, subject, kind, subgroup, pupil);

drop index appointment_of_person;
create index appointment_of_person on appointment(person, role, from_day, to_day);

drop index attendance_absent;
create index attendance_absent on attendance(class, day, status) where status = 1;

drop index justification_of_class;
create index justification_of_class on justification(class, state, day, pupil);
create index justification_of_day on justification(class, day, pupil, kind, ordinal, state);

create index lesson_at on lesson(day, starts, ends, class, id, ordinal);

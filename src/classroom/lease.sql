-- The wall's own narrow view of a class (R16): a name to say, a device, no more.

-- place_of_class: one, needs nothing
-- takes class.id as class
-- gives class.name, class.site, site.name as site_name, site.networks
select class.name, class.site, coalesce(site.name, ''), coalesce(site.networks, '')
  from class
  left join site on site.id = class.site
 where class.id = :class;

-- tiles_of_class: many, needs VIEW SCREEN(thumb) of class
-- The pupils of the asker's part of the hour, or of that of who is stood in for: a group;
-- religion (0), its alternative (1), who studies with a teacher (2).
-- With the devices each works on today, the sign-in of the
-- day before the roster; a device is whose it is by pupil_of_device, nobody
-- else's. Only pupils' devices that are in the school's hands.
-- A remote lesson of this hour, decided by somebody other than its teacher,
-- holds for those whose family has had the notice.
-- takes day day, ordinal int, teacher person_id, approved remote_state, pupil_kind device_kind, enrolled device_state
-- takes weekday int, religion subject_kind_of
-- gives class_member.pupil, class_member.register_number
-- gives person.given_name by pupil, person.family_name by pupil
-- gives device.public_key as device_key, restricted int, told int
-- gives device.id as device, device.site as device_site, device_use.by_sign_in, device_use.from_day
select class_member.pupil, class_member.register_number, person.given_name, person.family_name,
       device.public_key,
       (select count(*) from restriction
         where restriction.pupil = class_member.pupil and restriction.from_day <= :day
           and (restriction.to_day is null or restriction.to_day >= :day)),
       (select count(*) from remote_lesson
          join remote_receipt on remote_receipt.remote_lesson = remote_lesson.id
         where remote_lesson.class = class_member.class and remote_lesson.day = :day
           and remote_lesson.state = :approved and remote_lesson.approved_by <> :teacher
           and :ordinal between remote_lesson.first_ordinal and remote_lesson.last_ordinal
           and remote_receipt.pupil = class_member.pupil),
       coalesce(device.id, 0), coalesce(device.site, 0), coalesce(device_use.by_sign_in, 0), device_use.from_day
  from class_member
  join person on person.id = class_member.pupil
  left join (device_use
  join device on device.id = device_use.device and device.kind = :pupil_kind and device.state = :enrolled)
    on device_use.pupil = class_member.pupil and device_use.from_day <= :day
   and (device_use.to_day is null or device_use.to_day >= :day)
   and not exists (
        select 1 from device_use as other
         where other.device = device_use.device and other.from_day <= :day
           and (other.to_day is null or other.to_day >= :day)
           and (other.by_sign_in > device_use.by_sign_in
            or (other.by_sign_in = device_use.by_sign_in and other.from_day > device_use.from_day)))
 where class_member.class = :subject and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
   and (select count(*) = 0 or coalesce(sum(
               case when own.subgroup = 0 and (subject.kind is null or subject.kind <> :religion) then 1
                    when own.subgroup = 0 and class_member.religion = 0 then 1
                    when own.subgroup = 1 and class_member.religion = 1 then 1
                    when own.subgroup = 2 and class_member.religion = 3 then 1
                    when exists (
                         select 1 from subgroup_member
                          where subgroup_member.subgroup = own.subgroup and subgroup_member.pupil = class_member.pupil
                            and subgroup_member.from_day <= :day
                            and (subgroup_member.to_day is null or subgroup_member.to_day >= :day)) then 1
                    else 0 end), 0) > 0
          from timetable as own
          left join subject on subject.id = own.subject
         where own.class = :subject and own.weekday = :weekday and own.ordinal = :ordinal
           and own.from_day <= :day and (own.to_day is null or own.to_day >= :day)
           and own.provisional = (
                select min(other.provisional) from timetable as other
                 where other.class = :subject and other.from_day <= :day
                   and (other.to_day is null or other.to_day >= :day))
           and (own.teacher = :teacher or exists (
                select 1 from substitution
                 where substitution.class = :subject and substitution.day = :day
                   and substitution.ordinal = :ordinal and substitution.teacher = :teacher
                   and substitution.instead_of = own.teacher)))
 order by class_member.register_number, class_member.pupil, device_use.by_sign_in desc, device_use.from_day desc;

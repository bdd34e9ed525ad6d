-- The wall's own narrow view of a class (R16): a name to say, a device, no more.

-- place_of_class: one, needs nothing
-- takes class.id as class
-- gives class.name, class.site, site.name as site_name, site.networks
select class.name, class.site, coalesce(site.name, ''), coalesce(site.networks, '')
  from class
  left join site on site.id = class.site
 where class.id = :class;

-- tiles_of_class: many, needs VIEW SCREEN(thumb) of class
-- The pupils of the hour and the devices each works on today, the sign-in of the
-- day before the roster; a device is whose it is by pupil_of_device, nobody
-- else's. Only pupils' devices that are in the school's hands.
-- A remote lesson of this hour, decided by somebody other than its teacher,
-- holds for those whose family has had the notice.
-- takes day day, ordinal int, teacher person_id, approved remote_state, pupil_kind device_kind, enrolled device_state
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
 order by class_member.register_number, class_member.pupil, device_use.by_sign_in desc, device_use.from_day desc;

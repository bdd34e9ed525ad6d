-- Which pupil works on which device (R13: no step of pupil or teacher).

-- uses_of_device: many, needs MANAGE DEVICE(pupil) of school
-- takes device_use.device, day day
-- gives device_use.*
select device_use.*
  from device_use
 where device_use.device = :device and (device_use.to_day is null or device_use.to_day >= :day)
 order by device_use.from_day;

-- users_of_devices: many, needs READ DEVICE(pupil) of school
-- takes day day
-- gives device_use.device, device_use.pupil, device_use.by_sign_in
-- gives person.family_name by pupil, person.given_name by pupil, class.name as class_name
select device_use.device, device_use.pupil, device_use.by_sign_in, person.family_name, person.given_name,
       coalesce(class.name, '')
  from device_use
  join person on person.id = device_use.pupil
  left join class_member on class_member.pupil = device_use.pupil and class_member.from_day <= :day
   and (class_member.to_day is null or class_member.to_day >= :day)
  left join class on class.id = class_member.class
 where device_use.from_day <= :day and (device_use.to_day is null or device_use.to_day >= :day)
 order by device_use.device, device_use.from_day;

-- pupil_of_device: many, needs nothing
-- Who works on it that day; the sign-in of the day comes first.
-- takes device_use.device, day day
-- gives device_use.pupil, device_use.by_sign_in, device_use.from_day
select device_use.pupil, device_use.by_sign_in, device_use.from_day
  from device_use
 where device_use.device = :device and device_use.from_day <= :day
   and (device_use.to_day is null or device_use.to_day >= :day)
 order by device_use.by_sign_in desc, device_use.from_day desc;

-- pupil_of_number: one, needs MANAGE DEVICE(pupil) of school
-- The pupil with this number in the class's register, to tie a device to.
-- takes class.name as class_name, class_member.register_number, day day
-- gives class_member.pupil
select class_member.pupil
  from class_member
  join class on class.id = class_member.class
 where class.name = :class_name and class_member.register_number = :register_number
   and class_member.from_day <= :day and (class_member.to_day is null or class_member.to_day >= :day);

-- device_use_keep: put device_use, needs MANAGE DEVICE of school

-- device_use_remove: drop device_use, needs MANAGE DEVICE of school

-- device_use_by_sign_in: put device_use, needs nothing
-- The pupil signed in from the device's own address today.

-- device_is_pupils: one, needs nothing
-- takes device.id
-- gives device.id, device.kind, device.state, site.networks
select device.id, device.kind, device.state, coalesce(site.networks, '')
  from device
  left join site on site.id = device.site
 where device.id = :id;

-- person_of_account: one, needs nothing
-- takes account.id
-- gives account.person
select account.person
  from account
 where account.id = :id;

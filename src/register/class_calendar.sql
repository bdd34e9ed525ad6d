-- The school's year as one class lives it: hours, closures, days of rest. No
-- person stands in any of this, so no grant is asked for.

-- class_place: one, needs nothing
-- takes class.id as class
-- gives class.name, class.level, class.site, site.name as site_name, class.school_year
-- gives school_year.label as year_label, school_year.first_day, school_year.last_day
-- gives class.weekly_units, class.weeks
select class.name, class.level, class.site, coalesce(site.name, ''), class.school_year,
       school_year.label, school_year.first_day, school_year.last_day,
       class.weekly_units, class.weeks
  from class
  join school_year on school_year.id = class.school_year
  left join site on site.id = class.site
 where class.id = :class;

-- day_slots: many, needs nothing
-- The hours of one class on one day by the grid in force; where two overlap
-- the definitive one wins over the provisional (REG-18).
-- takes class.id as class, day day, weekday int
-- gives slot.ordinal, slot.starts, slot.ends, slot.weight
select slot.ordinal, slot.starts, slot.ends, slot.weight
  from slot
 where slot.weekday = :weekday
   and slot.grid = (select grid.id
                      from grid
                      join class on class.site = grid.site
                     where class.id = :class and grid.from_day <= :day
                       and (grid.to_day is null or grid.to_day >= :day)
                     order by grid.provisional, grid.from_day desc
                     limit 1)
 order by slot.ordinal;

-- closures_between: many, needs nothing
-- takes class.site, first day, last day
-- gives closure.*
select closure.*
  from closure
 where closure.last_day >= :first and closure.first_day <= :last
   and (closure.site = 0 or closure.site = :site)
 order by closure.first_day, closure.id;

-- rest_days_of: many, needs nothing
-- The weekdays on which the whole school rests, and those of this class (REG-16).
-- takes rest_day.class_name
-- gives rest_day.*
select rest_day.*
  from rest_day
 where rest_day.class_name = '' or rest_day.class_name = :class_name
 order by rest_day.weekday;

-- year_at: one, needs nothing
-- The school year of a day; the next one in summer, the last one after all.
-- takes day day
-- gives school_year.*
select school_year.*
  from school_year
 order by case when school_year.last_day >= :day then 0 else 1 end,
          case when school_year.last_day >= :day then school_year.first_day
               else 0 - school_year.first_day end
 limit 1;

-- closures_of_school: many, needs nothing
-- takes first day, last day
-- gives closure.*
select closure.*
  from closure
 where closure.last_day >= :first and closure.first_day <= :last
 order by closure.first_day, closure.id;

-- rest_days_of_school: many, needs nothing
-- gives rest_day.*
select rest_day.*
  from rest_day
 order by rest_day.weekday, rest_day.class_name;

-- terms_of_year: many, needs nothing
-- takes school_year.id as school_year
-- gives term.ordinal, term.name, term.last_day
select term.ordinal, term.name, term.last_day
  from term
 where term.school_year = :school_year
 order by term.ordinal;

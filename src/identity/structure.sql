-- The school's own frame: sites, year, hours, calendar, subjects, classes. No
-- person stands in any of this, so no grant is asked for.

-- structure_sites: many, needs nothing
-- gives site.*
select site.*
  from site
 order by site.id;

-- structure_years: many, needs nothing
-- gives school_year.*
select school_year.*
  from school_year
 order by school_year.first_day;

-- structure_subjects: many, needs nothing
-- gives subject.*
select subject.*
  from subject
 order by subject.name;

-- structure_classes: many, needs nothing
-- takes class.school_year
-- gives class.*
select class.*
  from class
 where class.school_year = :school_year
 order by class.name;

-- structure_subgroups: many, needs nothing
-- takes class.school_year
-- gives subgroup.*
select subgroup.*
  from subgroup
  join class on class.id = subgroup.class
 where class.school_year = :school_year
 order by subgroup.class, subgroup.name;

-- structure_put_site: put site, needs nothing
-- structure_put_year: put school_year, needs nothing
-- structure_put_term: put term, needs nothing
-- structure_put_grid: put grid, needs nothing
-- structure_put_slot: put slot, needs nothing
-- structure_put_closure: put closure, needs nothing
-- structure_put_rest_day: put rest_day, needs nothing
-- structure_put_subject: put subject, needs nothing
-- structure_put_class: put class, needs nothing
-- structure_put_subgroup: put subgroup, needs nothing

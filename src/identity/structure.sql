-- The school's own frame: sites, year, hours, calendar, subjects, classes. No
-- person stands in any of this, so no grant is asked for.

-- structure_sites: many, needs nothing
-- gives site.id, site.name, site.town, site.networks
select site.id, site.name, site.town, site.networks
  from site
 order by site.id;

-- structure_years: many, needs nothing
-- gives school_year.id, school_year.label, school_year.first_day, school_year.last_day
select school_year.id, school_year.label, school_year.first_day, school_year.last_day
  from school_year
 order by school_year.first_day;

-- structure_subjects: many, needs nothing
-- gives subject.id, subject.name, subject.short_name, subject.kind, subject.assessment
select subject.id, subject.name, subject.short_name, subject.kind, subject.assessment
  from subject
 order by subject.name;

-- structure_classes: many, needs nothing
-- takes class.school_year
-- gives class.id, class.school_year, class.site, class.name, class.level, class.track
-- gives class.weekly_units, class.weeks
select class.id, class.school_year, class.site, class.name, class.level, class.track,
       class.weekly_units, class.weeks
  from class
 where class.school_year = :school_year
 order by class.name;

-- structure_subgroups: many, needs nothing
-- takes class.school_year
-- gives subgroup.id, subgroup.class, subgroup.name
select subgroup.id, subgroup.class, subgroup.name
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

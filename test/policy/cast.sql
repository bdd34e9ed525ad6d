-- The people of the matrix, put into a store of its own. Tests only.

-- cast_class: put class, needs nothing

-- cast_person: put person, needs nothing

-- cast_class_member: put class_member, needs nothing

-- cast_guardianship: put guardianship, needs nothing

-- cast_post: put post, needs nothing

-- cast_signature: put signature, needs nothing

-- cast_substitution: put substitution, needs nothing

-- cast_school_year: put school_year, needs nothing

-- cast_grid: put grid, needs nothing

-- cast_slot: put slot, needs nothing

-- cast_timetable: put timetable, needs nothing

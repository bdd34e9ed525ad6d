#include "register/school_year.h"

#include "identity/structure.sql.h"

enum outcome
school_year_asked(struct request *req, struct school_year_calendar *school)
{
	const struct form *asked = form_has(&req->form, "year") ? &req->form : &req->query;
	int64_t id;
	if (!form_has(asked, "year"))
		return school_calendar_load(req, req->today, school);
	struct structure_years_rows years;
	enum outcome got = structure_years(req->db, req->arena, &years);
	if (got != OK)
		return got;
	for (size_t i = 0; form_int64(asked, "year", &id) && i < years.count; i++)
		if (years.at[i].id.v == id)
			return school_calendar_load(req, years.at[i].first_day, school);
	return NOT_FOUND;
}

void
school_year_see(struct request *req, struct reply *reply, const struct school_year_calendar *school)
{
	reply_see(reply, req, "/calendar?year=%lld&saved=1", (long long)school->year.id.v);
}

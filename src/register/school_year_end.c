#include "register/school_year_end.h"

#include "register/school_year.sql.h"

static enum outcome end_members(struct request *req, const struct grant *grant, struct school_year_id year,
	struct day last, struct day was);
static enum outcome end_stays(struct request *req, const struct grant *grant, struct school_year_id year,
	struct day last, struct day was);
static enum outcome end_posts(struct request *req, const struct grant *grant, struct school_year_id year,
	struct day last, struct day was);
static enum outcome end_hours(struct request *req, const struct grant *grant, struct school_year_id year,
	struct day last, struct day was);

enum outcome
school_year_end(struct request *req, const struct grant *grant, struct school_year_id year, struct day last,
	struct day was)
{
	enum outcome got = end_members(req, grant, year, last, was);
	if (got == OK)
		got = end_stays(req, grant, year, last, was);
	if (got == OK)
		got = end_posts(req, grant, year, last, was);
	if (got == OK)
		got = end_hours(req, grant, year, last, was);
	return got;
}

/* How it ended stays open: what becomes of a pupil is decided elsewhere. */
static enum outcome
end_members(struct request *req, const struct grant *grant, struct school_year_id year, struct day last,
	struct day was)
{
	struct year_open_members_rows rows;
	enum outcome got = year_open_members(req->db, grant, year, last, was, req->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++) {
		const struct year_open_members_row *row = &rows.at[i];
		got = year_member_keep(req->db, grant, req->arena,
			&(struct class_member_record){ .id = row->id,
				.class = row->class,
				.pupil = row->pupil,
				.from_day = row->from_day,
				.to_day = last,
				.register_number = row->register_number,
				.religion = row->religion,
				.how_ended = row->how_ended,
				.justifies_online = row->justifies_online,
				.exits_by_request = row->exits_by_request });
	}
	return got;
}

static enum outcome
end_stays(struct request *req, const struct grant *grant, struct school_year_id year, struct day last,
	struct day was)
{
	struct year_open_stays_rows rows;
	enum outcome got = year_open_stays(req->db, grant, year, last, was, req->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++)
		got = year_stay_keep(req->db, grant, req->arena,
			&(struct subgroup_member_record){
				rows.at[i].subgroup, rows.at[i].pupil, rows.at[i].from_day, last });
	return got;
}

static enum outcome
end_posts(struct request *req, const struct grant *grant, struct school_year_id year, struct day last,
	struct day was)
{
	struct year_open_posts_rows rows;
	enum outcome got = year_open_posts(req->db, grant, year, last, was, req->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++) {
		const struct year_open_posts_row *row = &rows.at[i];
		got = year_post_keep(req->db, grant, req->arena,
			&(struct post_record){ .id = row->id,
				.teacher = row->teacher,
				.class = row->class,
				.subject = row->subject,
				.kind = row->kind,
				.subgroup = row->subgroup,
				.pupil = row->pupil,
				.substitute_of = row->substitute_of,
				.from_day = row->from_day,
				.to_day = last });
	}
	return got;
}

static enum outcome
end_hours(struct request *req, const struct grant *grant, struct school_year_id year, struct day last,
	struct day was)
{
	struct year_open_hours_rows rows;
	enum outcome got = year_open_hours(req->db, grant, year, last, was, req->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++) {
		const struct year_open_hours_row *row = &rows.at[i];
		got = year_hour_keep(req->db, grant, req->arena,
			&(struct timetable_record){ .id = row->id,
				.class = row->class,
				.weekday = row->weekday,
				.ordinal = row->ordinal,
				.teacher = row->teacher,
				.subject = row->subject,
				.subgroup = row->subgroup,
				.from_day = row->from_day,
				.to_day = last,
				.provisional = row->provisional });
	}
	return got;
}

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
		rows.at[i].to_day = last;
		got = year_member_keep(req->db, grant, req->arena, &rows.at[i]);
	}
	return got;
}

static enum outcome
end_stays(struct request *req, const struct grant *grant, struct school_year_id year, struct day last,
	struct day was)
{
	struct year_open_stays_rows rows;
	enum outcome got = year_open_stays(req->db, grant, year, last, was, req->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++) {
		rows.at[i].to_day = last;
		got = year_stay_keep(req->db, grant, req->arena, &rows.at[i]);
	}
	return got;
}

static enum outcome
end_posts(struct request *req, const struct grant *grant, struct school_year_id year, struct day last,
	struct day was)
{
	struct year_open_posts_rows rows;
	enum outcome got = year_open_posts(req->db, grant, year, last, was, req->arena, &rows);
	for (size_t i = 0; got == OK && i < rows.count; i++) {
		rows.at[i].to_day = last;
		got = year_post_keep(req->db, grant, req->arena, &rows.at[i]);
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
		rows.at[i].to_day = last;
		got = year_hour_keep(req->db, grant, req->arena, &rows.at[i]);
	}
	return got;
}

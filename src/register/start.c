#include "register/start.h"

#include "identity/session.h"
#include "register/class_list.h"
#include "register/family.h"
#include "register/family_day.h"
#include "register/morning.h"
#include "register/start.html.h"
#include "register/teacher_day.h"

enum outcome
start_page(struct request *req, struct reply *reply)
{
	struct person_id pupil;
	enum outcome got;
	switch (req->session->role) {
	case ROLE_TEACHER: return teacher_day_show(req, reply, req->today);
	case ROLE_HEAD:
	case ROLE_DEPUTY: return morning_show(req, reply, req->today);
	case ROLE_OFFICE: return class_list_page(req, reply);
	case ROLE_PUPIL:
	case ROLE_GUARDIAN:
		got = family_first_child(req, &pupil);
		if (got == NOT_FOUND) { /* a tie that has ended or is barred */
			start_html(req, reply, &(struct start_view){ req->today });
			return OK;
		}
		return got == OK ? family_day_show(req, reply, pupil, req->today) : got;
	case ROLE_TECHNICIAN:
	case ROLE_AUDITOR: reply_see(reply, req, "/settings"); return OK;
	case ROLE_VISITOR:
	case ROLE_NOBODY:
	case ROLES: break;
	}
	reply_see(reply, req, "/sign-in");
	return OK;
}

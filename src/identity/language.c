#include "identity/language.h"

#include "identity/account.sql.h"
#include "identity/language.html.h"
#include "identity/session.h"
#include "identity/sign_in.h"
#include "privacy/grant.h"

enum outcome
language_page(struct request *req, struct reply *reply)
{
	if (!may(req, CHANGE, PASSWORD, of_person(req->session->person)))
		return REFUSED;
	struct text next = next_page(form_text(&req->query, "next"));
	language_html(req, reply, &(struct language_view){ language_choices(req, "/language", next), next });
	return OK;
}

/* It is the person's own account: who may change its password may change its language. */
enum outcome
language_change(struct request *req, struct reply *reply)
{
	enum language language;
	struct account_record account;
	if (!language_of_tag(form_text(&req->form, "language"), &language))
		return INVALID;
	const struct grant *grant = may(req, CHANGE, PASSWORD, of_person(req->session->person));
	if (!grant)
		return REFUSED;
	enum outcome got = account_whole(req->db, grant, req->session->account, req->arena, &account);
	account.language = language;
	if (got == OK)
		got = account_put(req->db, grant, req->arena, &account);
	struct text next = next_page(form_text(&req->form, "next"));
	if (got == OK)
		reply_see(reply, req, "%.*s", TEXT_ARG(next.length > 0 ? next : TEXT("/")));
	return got;
}

struct language_choices
language_choices(struct request *req, const char *path, struct text next)
{
	struct language_choices choices = {
		arena_array(req->arena, struct language_choice, (size_t)LANGUAGES), LANGUAGES
	};
	for (int i = 0; i < LANGUAGES; i++) {
		const char *tag = language_tag((enum language)i);
		choices.at[i] = (struct language_choice){
			.tag = text_of(tag),
			.name = language_name((enum language)i),
			.path = text_printf(req->arena, "%s?language=%s%s%.*s", path, tag,
				next.length > 0 ? "&next=" : "", TEXT_ARG(next)),
			.current = req->language == (enum language)i,
		};
	}
	return choices;
}

#include "identity/account.h"

#include "identity/account.sql.h"
#include "identity/activation.h"
#include "identity/user_name.h"
#include "platform/crypt.h"

enum outcome
account_find(struct request *req, struct text typed_name, struct account_door *door)
{
	struct bytes name_key;
	*door = (struct account_door){ 0 };
	enum outcome got = user_name_key(req->keys, req->arena, typed_name, &name_key);
	if (got != OK)
		return got;
	struct account_of_name_row row;
	got = account_of_name(req->db, name_key, req->arena, &row);
	if (got == OK)
		*door = (struct account_door){ row.id, row.person, row.password, row.activation,
			row.activation_ends, row.suspended };
	return got;
}

enum outcome
account_code_fits(struct request *req, const struct account_door *door, struct text typed, bool *fits)
{
	struct text digest;
	enum outcome got = activation_digest(req->keys, req->arena, typed, &digest);
	*fits = got == OK && door->activation.length == digest.length && digest.length > 0 &&
		crypt_equal(door->activation.at, digest.at, digest.length);
	return got == INVALID ? OK : got;
}

enum outcome
account_rehash(struct request *req, struct account_id account, struct text hash)
{
	struct account_record row;
	enum outcome got = account_keep_row(req->db, account, req->arena, &row);
	if (got != OK)
		return got;
	row.password = hash;
	return account_keep(req->db, req->arena, &row);
}

enum outcome
account_speaks(struct request *req, struct account_id account, enum language language)
{
	struct account_record row;
	enum outcome got = account_keep_row(req->db, account, req->arena, &row);
	if (got != OK || row.language == (int64_t)language)
		return got;
	row.language = language;
	return account_keep(req->db, req->arena, &row);
}

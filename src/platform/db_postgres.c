#include "platform/db_postgres.h"

#include <ctype.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_BYTES_MAX (1024u * 1024)
#define PROBLEM_SIZE     1024

struct postgres {
	PGconn *connection;
	char problem[PROBLEM_SIZE];
};

static enum outcome ended(struct postgres *postgres, PGresult *result, ExecStatusType wanted);
static size_t token_length(struct text sql);
static void put_word(struct buf *out, struct text word);

/* Notices ("table will be created implicitly ...") are nobody's concern here. */
static void
no_notice(void *context, const PGresult *result)
{
	(void)context, (void)result;
}

enum outcome
postgres_open(struct postgres **out, const char *where)
{
	struct postgres *postgres = calloc(1, sizeof(*postgres));
	*out = postgres;
	if (!postgres)
		return BROKEN;
	postgres->connection = PQconnectdb(where);
	PQsetNoticeReceiver(postgres->connection, no_notice, NULL);
	if (PQstatus(postgres->connection) == CONNECTION_OK)
		return OK;
	fprintf(stderr, "%s", PQerrorMessage(postgres->connection));
	postgres_close(postgres);
	*out = NULL;
	return BROKEN;
}

void
postgres_close(struct postgres *postgres)
{
	if (!postgres)
		return;
	PQfinish(postgres->connection);
	free(postgres);
}

const char *
postgres_problem(struct postgres *postgres)
{
	return postgres->problem;
}

enum outcome
postgres_script(struct postgres *postgres, struct text sql)
{
	struct buf translated;
	buf_init(&translated, SCRIPT_BYTES_MAX);
	postgres_schema(&translated, sql);
	buf_put_byte(&translated, '\0');
	enum outcome done = BROKEN;
	if (buf_ok(&translated))
		done = ended(postgres, PQexec(postgres->connection, translated.at), PGRES_COMMAND_OK);
	buf_finish(&translated);
	return done;
}

enum outcome
postgres_prepare(struct postgres *postgres, const char *sql, int takes, int gives)
{
	enum outcome done = ended(postgres, PQprepare(postgres->connection, "", sql, 0, NULL),
		PGRES_COMMAND_OK);
	if (done != OK)
		return INVALID;
	PGresult *described = PQdescribePrepared(postgres->connection, "");
	int has_takes = PQnparams(described), has_gives = PQnfields(described);
	done = ended(postgres, described, PGRES_COMMAND_OK);
	if (done == OK && (has_takes != takes || has_gives != gives)) {
		snprintf(postgres->problem, sizeof(postgres->problem),
			"takes %d and gives %d, but %d and %d are declared\n", has_takes, has_gives, takes,
			gives);
		return INVALID;
	}
	return done;
}

void
postgres_schema(struct buf *out, struct text sql)
{
	int depth = 0;
	while (sql.length > 0) {
		struct text token = { sql.at, token_length(sql) };
		sql.at += token.length;
		sql.length -= token.length;
		depth += text_is(token, "(") - text_is(token, ")");
		if (isalpha((unsigned char)token.at[0]) || token.at[0] == '_')
			put_word(out, token);
		else if (depth > 0 || !text_is(token, ","))
			buf_put_text(out, token);
	}
}

static enum outcome
ended(struct postgres *postgres, PGresult *result, ExecStatusType wanted)
{
	ExecStatusType status = PQresultStatus(result);
	if (status != wanted)
		snprintf(postgres->problem, sizeof(postgres->problem), "%s", PQresultErrorMessage(result));
	PQclear(result);
	return status == wanted ? OK : BROKEN;
}

/* A word, a quoted text or name, a comment to the end of its line, or one byte. */
static size_t
token_length(struct text sql)
{
	size_t length = 1;
	if (isalpha((unsigned char)sql.at[0]) || sql.at[0] == '_') {
		while (length < sql.length &&
			(isalnum((unsigned char)sql.at[length]) || sql.at[length] == '_'))
			length++;
		return length;
	}
	char end = sql.at[0] == '\'' || sql.at[0] == '"'                 ? sql.at[0]
		: sql.length > 1 && sql.at[0] == '-' && sql.at[1] == '-' ? '\n'
									 : '\0';
	if (end == '\0')
		return 1;
	const char *found = memchr(sql.at + 1, end, sql.length - 1);
	return found ? (size_t)(found - sql.at) + 1 : sql.length;
}

static void
put_word(struct buf *out, struct text word)
{
	if (text_is(word, "integer"))
		buf_put_text(out, TEXT("bigint"));
	else if (text_is(word, "blob"))
		buf_put_text(out, TEXT("bytea"));
	else if (!text_is(word, "strict") && !text_is(word, "without") && !text_is(word, "rowid"))
		buf_put_text(out, word);
}

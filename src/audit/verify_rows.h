#ifndef AUDIT_VERIFY_ROWS_H
#define AUDIT_VERIFY_ROWS_H

#include "audit/verify.h"
#include "platform/table_diff.h"

/* The rows that differ, until it is known which operation wrote each last. */
struct verify_rows;

struct verify_rows *verify_rows_create(void);
void verify_rows_destroy(struct verify_rows *rows); /* NULL is fine */

enum outcome verify_rows_note(void *rows, const struct table_diff *diff) MUST_USE; /* for table_diff */
size_t verify_rows_count(const struct verify_rows *rows);
/* In the order of the operations. */
void verify_rows_see(struct verify_rows *rows, uint64_t sequence, const struct operation *operation);
void verify_rows_report(const struct verify_rows *rows, const struct verify_options *options,
	struct verify_summary *summary);

#endif

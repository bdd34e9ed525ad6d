#ifndef REGISTER_CSV_EXPORT_H
#define REGISTER_CSV_EXPORT_H

#include "platform/request.h"

/*
 * A table to take away, as every spreadsheet opens it: UTF-8 with a mark,
 * semicolons, CRLF. A cell that a spreadsheet would run as a formula gets an
 * apostrophe in front: names and topics come from people.
 */
struct csv_export {
	struct request *req;
	struct buf *out;
	bool started; /* the line has a cell */
};

void csv_begin(struct csv_export *csv, struct request *req, struct reply *reply, struct text file_name);
void csv_heads(struct csv_export *csv, const char *const *msgids, size_t count);
void csv_text(struct csv_export *csv, struct text text);
void csv_number(struct csv_export *csv, int64_t number);
void csv_hundredths(struct csv_export *csv, int64_t units);
void csv_day(struct csv_export *csv, struct day day);
void csv_minute(struct csv_export *csv, struct minute minute);
void csv_line(struct csv_export *csv);

#endif

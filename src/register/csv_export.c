#include "register/csv_export.h"

#include <string.h>

#include "platform/page.h"

static void start_cell(struct csv_export *csv);
static bool is_formula(struct text text);

void
csv_begin(struct csv_export *csv, struct request *req, struct reply *reply, struct text file_name)
{
	*csv = (struct csv_export){ req, &reply->body, false };
	reply->content_type = "text/csv; charset=utf-8";
	reply->file_name = file_name;
	buf_put(csv->out, "\xef\xbb\xbf", 3);
}

void
csv_heads(struct csv_export *csv, const char *const *msgids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		csv_text(csv, text_of(page_translate(csv->req->language, msgids[i])));
	csv_line(csv);
}

static void
start_cell(struct csv_export *csv)
{
	if (csv->started)
		buf_put_byte(csv->out, ';');
	csv->started = true;
}

static bool
is_formula(struct text text)
{
	return text.length > 0 && memchr("=+-@\t\r", text.at[0], 6) != NULL;
}

void
csv_text(struct csv_export *csv, struct text text)
{
	start_cell(csv);
	buf_put_byte(csv->out, '"');
	if (is_formula(text))
		buf_put_byte(csv->out, '\'');
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] == '"')
			buf_put_byte(csv->out, '"');
		buf_put_byte(csv->out, text.at[i]);
	}
	buf_put_byte(csv->out, '"');
}

void
csv_number(struct csv_export *csv, int64_t number)
{
	start_cell(csv);
	buf_printf(csv->out, "%lld", (long long)number);
}

/* With the comma that goes with semicolons between the cells. */
void
csv_hundredths(struct csv_export *csv, int64_t units)
{
	start_cell(csv);
	buf_printf(csv->out, "%lld,%02lld", (long long)(units / 100), (long long)(units % 100));
}

void
csv_day(struct csv_export *csv, struct day day)
{
	char text[DAY_TEXT_SIZE];
	start_cell(csv);
	day_print(day, text);
	buf_put_text(csv->out, text_of(text));
}

void
csv_minute(struct csv_export *csv, struct minute minute)
{
	char text[MINUTE_TEXT_SIZE];
	start_cell(csv);
	if (minute.number < 0)
		return;
	minute_print(minute, text);
	buf_put_text(csv->out, text_of(text));
}

void
csv_line(struct csv_export *csv)
{
	buf_put(csv->out, "\r\n", 2);
	csv->started = false;
}

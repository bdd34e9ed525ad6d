/*
 * A reader of one pass. Damaged quoting makes everything behind it doubtful,
 * so an open quote ends the reading; every other fault is noted and passed.
 */
#include "identity/csv.h"

#include <string.h>
#include <strings.h>

struct reader {
	struct arena *arena;
	struct faults *faults;
	struct text text;
	size_t at;
	int line;
	int column;
	char separator;
	bool broken;
	struct csv_cell cells[CSV_CELLS_MAX];
	int count;
};

static bool decode(struct csv *csv, struct arena *arena, struct text bytes, struct text *text,
	struct faults *faults);
static struct text from_windows_1252(struct arena *arena, struct text bytes, struct faults *faults);
static char find_separator(struct text text);
static void read_rows(struct csv *csv, struct reader *reader);
static bool read_row(struct reader *reader, struct csv_row *row);
static void read_cell(struct reader *reader, struct csv_cell *cell);
static struct text read_quoted(struct reader *reader);
static struct text read_plain(struct reader *reader);
static bool row_is_empty(const struct csv_row *row);
static bool at_end(const struct reader *reader);
static char look(const struct reader *reader);
static void step(struct reader *reader);

enum outcome
csv_read(struct csv *csv, struct arena *arena, struct text bytes, struct faults *faults)
{
	*csv = (struct csv){ 0 };
	size_t before = faults_found(faults);
	struct reader *reader = arena_new(arena, struct reader);
	*reader = (struct reader){ .arena = arena, .faults = faults, .line = 1, .column = 1 };
	if (!decode(csv, arena, bytes, &reader->text, faults))
		return INVALID;

	csv->separator = reader->separator = find_separator(reader->text);
	if (!read_row(reader, &csv->header) || row_is_empty(&csv->header)) {
		fault_add(faults, 1, 0, "the first line must hold the names of the columns");
		return INVALID;
	}
	read_rows(csv, reader);
	return faults_found(faults) == before ? OK : INVALID;
}

int
csv_column(const struct csv *csv, const char *name)
{
	size_t length = strlen(name);
	for (int i = 0; i < csv->header.count; i++) {
		struct text title = csv->header.cells[i].text;
		if (title.length == length && strncasecmp(title.at, name, length) == 0)
			return i;
	}
	return -1;
}

static bool
decode(struct csv *csv, struct arena *arena, struct text bytes, struct text *text, struct faults *faults)
{
	if (bytes.length > CSV_BYTES_MAX) {
		fault_add(faults, 0, 0, "the file is larger than %d MiB", CSV_BYTES_MAX / (1024 * 1024));
		return false;
	}
	if (text_starts(bytes, "\xFF\xFE") || text_starts(bytes, "\xFE\xFF") ||
		memchr(bytes.length ? bytes.at : "", 0, bytes.length)) {
		fault_add(faults, 1, 1, "this is not a text file; save the table as \"CSV UTF-8\"");
		return false;
	}
	if (text_starts(bytes, "\xEF\xBB\xBF")) {
		bytes.at += 3;
		bytes.length -= 3;
	}
	if (text_is_utf8(bytes)) {
		*text = bytes;
		return true;
	}
	size_t before = faults_found(faults);
	csv->windows_1252 = true;
	*text = from_windows_1252(arena, bytes, faults);
	return faults_found(faults) == before;
}

/* Code points of 0x80..0x9F; 0 where Windows-1252 has none. The rest is Latin-1. */
static const uint16_t windows_1252[32] = {
	0x20AC,
	0,
	0x201A,
	0x0192,
	0x201E,
	0x2026,
	0x2020,
	0x2021,
	0x02C6,
	0x2030,
	0x0160,
	0x2039,
	0x0152,
	0,
	0x017D,
	0,
	0,
	0x2018,
	0x2019,
	0x201C,
	0x201D,
	0x2022,
	0x2013,
	0x2014,
	0x02DC,
	0x2122,
	0x0161,
	0x203A,
	0x0153,
	0,
	0x017E,
	0x0178,
};

static struct text
from_windows_1252(struct arena *arena, struct text bytes, struct faults *faults)
{
	char *out = arena_array(arena, char, bytes.length * 3 + 1);
	size_t length = 0;
	int line = 1, column = 1;
	for (size_t i = 0; i < bytes.length; i++, column++) {
		uint32_t point = (unsigned char)bytes.at[i];
		if (point == '\n') {
			line++;
			column = 0;
		}
		if (point >= 0x80 && point < 0xA0) {
			point = windows_1252[point - 0x80];
			if (!point)
				fault_add(faults, line, column,
					"a character that is neither UTF-8 nor Windows-1252");
		}
		if (point < 0x80) {
			out[length++] = (char)point;
		} else if (point < 0x800) {
			out[length++] = (char)(0xC0 | point >> 6);
			out[length++] = (char)(0x80 | (point & 0x3F));
		} else {
			out[length++] = (char)(0xE0 | point >> 12);
			out[length++] = (char)(0x80 | (point >> 6 & 0x3F));
			out[length++] = (char)(0x80 | (point & 0x3F));
		}
	}
	return (struct text){ out, length };
}

/* The one that stands most often in the first line, outside of quotes. */
static char
find_separator(struct text text)
{
	static const char candidates[] = { ',', ';', '\t' };
	int counts[sizeof candidates] = { 0 };
	bool quoted = false;
	for (size_t i = 0; i < text.length; i++) {
		if (text.at[i] == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (text.at[i] == '\n' || text.at[i] == '\r')
			break;
		for (size_t k = 0; k < sizeof candidates; k++)
			counts[k] += text.at[i] == candidates[k];
	}
	size_t best = 0;
	for (size_t k = 1; k < sizeof candidates; k++)
		if (counts[k] > counts[best])
			best = k;
	return candidates[best];
}

static void
read_rows(struct csv *csv, struct reader *reader)
{
	size_t room = 1;
	for (size_t i = reader->at; i < reader->text.length; i++)
		room += reader->text.at[i] == '\n' || reader->text.at[i] == '\r';
	if (room > CSV_ROWS_MAX)
		room = CSV_ROWS_MAX;
	csv->rows = arena_array(reader->arena, struct csv_row, room);

	struct csv_row row;
	while (read_row(reader, &row)) {
		if (row_is_empty(&row))
			continue;
		if (csv->count == room) {
			fault_add(reader->faults, row.line, 0, "more than %d rows; divide the file",
				CSV_ROWS_MAX);
			return;
		}
		if (row.count != csv->header.count)
			fault_add(reader->faults, row.line, 0, "%d cells where the header has %d", row.count,
				csv->header.count);
		else
			csv->rows[csv->count++] = row;
	}
}

static bool
read_row(struct reader *reader, struct csv_row *row)
{
	if (at_end(reader) || reader->broken)
		return false;
	*row = (struct csv_row){ .line = reader->line };
	reader->count = 0;
	for (;;) {
		struct csv_cell cell;
		read_cell(reader, &cell);
		if (reader->count < CSV_CELLS_MAX)
			reader->cells[reader->count] = cell;
		reader->count++;
		if (reader->broken || look(reader) != reader->separator)
			break;
		step(reader);
	}
	if (look(reader) == '\r')
		step(reader);
	if (look(reader) == '\n')
		step(reader);
	reader->line++;
	reader->column = 1;

	if (reader->count > CSV_CELLS_MAX) {
		fault_add(reader->faults, row->line, 0, "more than %d cells in a row", CSV_CELLS_MAX);
		reader->count = CSV_CELLS_MAX;
	}
	row->count = reader->count;
	row->cells = arena_array(reader->arena, struct csv_cell, (size_t)row->count);
	memcpy(row->cells, reader->cells, sizeof row->cells[0] * (size_t)row->count);
	return !reader->broken;
}

static void
read_cell(struct reader *reader, struct csv_cell *cell)
{
	while (look(reader) == ' ')
		step(reader);
	*cell = (struct csv_cell){ .line = reader->line, .column = reader->column };
	cell->text = text_trim(look(reader) == '"' ? read_quoted(reader) : read_plain(reader));
	if (cell->text.length > CSV_CELL_BYTES_MAX) {
		fault_add(reader->faults, cell->line, cell->column, "more than %d bytes in a cell",
			CSV_CELL_BYTES_MAX);
		cell->text.length = 0;
	}
	for (size_t i = 0; i < cell->text.length; i++) {
		unsigned char byte = (unsigned char)cell->text.at[i];
		if ((byte >= 0x20 && byte != 0x7F) || byte == '\n' || byte == '\r' || byte == '\t')
			continue;
		fault_add(reader->faults, cell->line, cell->column, "a control character in the cell");
		break;
	}
}

/* Cells without doubled quotes, nearly all of them, need no copy. */
static struct text
read_quoted(struct reader *reader)
{
	int line = reader->line, column = reader->column;
	step(reader);
	size_t start = reader->at;
	char *copy = NULL;
	size_t copied = 0;
	for (;;) {
		if (at_end(reader)) {
			fault_add(reader->faults, line, column, "the quote that opens here is never closed");
			reader->broken = true;
			return (struct text){ 0 };
		}
		char byte = look(reader);
		if (byte == '"') {
			step(reader);
			if (look(reader) != '"')
				break;
			if (!copy) {
				size_t room = reader->text.length - start;
				copy = arena_array(reader->arena, char,
					room < CSV_CELL_BYTES_MAX + 2 ? room : CSV_CELL_BYTES_MAX + 2);
				copied = reader->at - 1 - start;
				if (copied > CSV_CELL_BYTES_MAX)
					copied = CSV_CELL_BYTES_MAX + 1;
				memcpy(copy, reader->text.at + start, copied);
			}
		}
		if (copy && copied <= CSV_CELL_BYTES_MAX)
			copy[copied++] = byte;
		step(reader);
		if (byte == '\n') {
			reader->line++;
			reader->column = 1;
		}
	}
	struct text text = copy ? (struct text){ copy, copied }
				: (struct text){ reader->text.at + start, reader->at - 1 - start };
	while (look(reader) == ' ')
		step(reader);
	char next = look(reader);
	if (next != reader->separator && next != '\n' && next != '\r' && next != '\0') {
		fault_add(reader->faults, reader->line, reader->column,
			"text behind the closing quote; a quote inside a cell is written twice");
		read_plain(reader);
	}
	return text;
}

static struct text
read_plain(struct reader *reader)
{
	size_t start = reader->at;
	for (;;) {
		char byte = look(reader);
		if (byte == '\0' || byte == reader->separator || byte == '\n' || byte == '\r')
			return (struct text){ reader->text.at + start, reader->at - start };
		step(reader);
	}
}

static bool
row_is_empty(const struct csv_row *row)
{
	for (int i = 0; i < row->count; i++)
		if (row->cells[i].text.length)
			return false;
	return true;
}

static bool
at_end(const struct reader *reader)
{
	return reader->at == reader->text.length;
}

/* 0 at the end: a NUL byte in the file was refused before. */
static char
look(const struct reader *reader)
{
	return at_end(reader) ? '\0' : reader->text.at[reader->at];
}

static void
step(struct reader *reader)
{
	if (at_end(reader))
		return;
	/* The bytes of a character behind its first are no columns of their own. */
	reader->at++;
	if (at_end(reader) || ((unsigned char)reader->text.at[reader->at] & 0xC0) != 0x80)
		reader->column++;
}

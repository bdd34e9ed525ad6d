/*
 * schema2c OUT.c SCHEMA/NNNN-name.sql...
 *
 * The schema steps as C strings, in the order of their numbers. A number that
 * stands twice, a name that is not NNNN-name.sql and a byte that is not
 * printable ASCII are refused, and nothing is written.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool write_step(FILE *out, const char *path, int *last);
static bool write_text(FILE *out, FILE *in, const char *path);

int
main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: schema2c OUT.c NNNN-name.sql...\n");
		return 1;
	}
	FILE *out = fopen(argv[1], "w");
	if (!out) {
		perror(argv[1]);
		return 1;
	}
	fprintf(out, "#include \"platform/migrate.h\"\n\nconst struct schema_step schema_steps[] = {\n");
	int last = -1;
	bool good = true;
	for (int i = 2; i < argc && good; i++)
		good = write_step(out, argv[i], &last);
	fprintf(out, "};\nconst int schema_step_count = %d;\n", argc - 2);
	if (fclose(out) != 0 && good) {
		perror(argv[1]);
		good = false;
	}
	if (!good)
		remove(argv[1]);
	return good ? 0 : 1;
}

static bool
write_step(FILE *out, const char *path, int *last)
{
	const char *name = strrchr(path, '/');
	name = name ? name + 1 : path;
	size_t length = strlen(name);
	char *end;
	long number = strtol(name, &end, 10);
	if (end != name + 4 || *end != '-' || length < 10 || strcmp(name + length - 4, ".sql") != 0) {
		fprintf(stderr, "%s:1: a schema step is called NNNN-name.sql\n", path);
		return false;
	}
	if (number <= *last) {
		fprintf(stderr, "%s:1: the number %04ld is taken or out of order\n", path, number);
		return false;
	}
	*last = (int)number;
	FILE *in = fopen(path, "r");
	if (!in) {
		perror(path);
		return false;
	}
	fprintf(out, "\t{ %ld, \"%.*s\",\n\t\t\"", number, (int)(length - 4), name);
	bool good = write_text(out, in, path);
	fprintf(out, "\" },\n");
	fclose(in);
	return good;
}

static bool
write_text(FILE *out, FILE *in, const char *path)
{
	int line = 1;
	for (int c; (c = getc(in)) != EOF;) {
		if (c == '\n') {
			fprintf(out, "\\n\"\n\t\t\"");
			line++;
		} else if (c == '\t') {
			fputs("\\t", out);
		} else if (c == '"' || c == '\\') {
			fprintf(out, "\\%c", c);
		} else if (c >= ' ' && c < 127) {
			putc(c, out);
		} else {
			fprintf(stderr, "%s:%d: only printable ASCII may stand in a schema step\n", path,
				line);
			return false;
		}
	}
	return true;
}

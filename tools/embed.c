/*
 * embed: files to a C file that platform/asset.h describes.
 *
 *   embed OUT.c FILE...      the name is the last part of each path
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *suffix;
	const char *content_type;
} types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".woff2", "font/woff2" },
};

static _Noreturn void
fail(const char *path, const char *message)
{
	fprintf(stderr, "%s: %s\n", path, message);
	exit(1);
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static const char *
type_of(const char *path)
{
	size_t length = strlen(path);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t suffix = strlen(types[i].suffix);
		if (length > suffix && strcmp(path + length - suffix, types[i].suffix) == 0)
			return types[i].content_type;
	}
	fail(path, "no content type is known for this kind of file");
}

/* FNV-1a: tells versions apart, protects nothing. */
static uint64_t
hash_byte(uint64_t hash, int byte)
{
	return (hash ^ (uint64_t)(unsigned char)byte) * UINT64_C(1099511628211);
}

static uint64_t
embed_bytes(FILE *out, const char *path, int number)
{
	FILE *in = fopen(path, "rb");
	if (!in)
		fail(path, "cannot be read");
	uint64_t hash = UINT64_C(14695981039346656037);
	fprintf(out, "static const uint8_t content_%d[] = {", number);
	int byte;
	for (long at = 0; (byte = getc(in)) != EOF; at++) {
		fprintf(out, at % 24 == 0 ? "\n\t%d," : "%d,", byte);
		hash = hash_byte(hash, byte);
	}
	fputs("\n};\n", out);
	if (ferror(in))
		fail(path, "cannot be read");
	fclose(in);
	return hash;
}

int
main(int count, char **words)
{
	if (count < 3) {
		fputs("usage: embed OUT.c FILE...\n", stderr);
		return 1;
	}
	FILE *out = fopen(words[1], "w");
	if (!out)
		fail(words[1], "cannot be written");
	fputs("#include \"platform/asset.h\"\n\n", out);
	int files = count - 2;
	uint64_t *hashes = calloc((size_t)files, sizeof *hashes);
	if (!hashes)
		fail(words[1], "out of memory");
	uint64_t all = 0;
	for (int i = 0; i < files; i++) {
		hashes[i] = embed_bytes(out, words[2 + i], i);
		all = all * 31 + hashes[i];
	}
	fputs("\nconst struct asset assets[] = {\n", out);
	for (int i = 0; i < files; i++)
		fprintf(out,
			"\t{ \"%s\", \"%s\", \"\\\"%016" PRIx64
			"\\\"\", { content_%d, sizeof content_%d } },\n",
			name_of(words[2 + i]), type_of(words[2 + i]), hashes[i], i, i);
	fprintf(out, "};\nconst int asset_count = %d;\nconst char assets_version[] = \"%016" PRIx64 "\";\n",
		files, all);
	free(hashes);
	bool wrote = ferror(out) == 0;
	if (fclose(out) != 0 || !wrote)
		fail(words[1], "cannot be written");
	return 0;
}

#include "agent/identity.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#ifdef _WIN32
#include <io.h>
#include <windows.h>
#else
#include <unistd.h>
#endif

#define PATH_BYTES 1024
#define LINE_BYTES 1024

static bool
path_of(char *path, const char *folder, const char *name)
{
	int length = snprintf(path, PATH_BYTES, "%s/%s", folder, name);
	return length > 0 && length < PATH_BYTES;
}

/* A new file beside the old one, on disk before it takes its place. */
static FILE *
begin_file(const char *folder, const char *name, char *path)
{
	char new_name[64];
	(void)snprintf(new_name, sizeof new_name, "%s.new", name);
	if (!path_of(path, folder, new_name))
		return NULL;
#ifdef _WIN32
	return fopen(path, "wb"); /* the profile folder is the user's own */
#else
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	return fd < 0 ? NULL : fdopen(fd, "w");
#endif
}

static bool
end_file(FILE *file, const char *new_path, const char *folder, const char *name)
{
	char path[PATH_BYTES];
	bool good = fflush(file) == 0 && path_of(path, folder, name);
#ifdef _WIN32
	good = good && _commit(_fileno(file)) == 0;
	good = fclose(file) == 0 && good;
	/* In one step: an end in between would leave no file at all. */
	return good && MoveFileExA(new_path, path, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
#else
	good = good && fsync(fileno(file)) == 0;
	good = fclose(file) == 0 && good;
	good = good && rename(new_path, path) == 0;
	int fd = good ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	if (fd >= 0) { /* the new name too; not every file system can */
		(void)fsync(fd);
		(void)close(fd);
	}
	return good;
#endif
}

static FILE *
open_file(const char *folder, const char *name)
{
	char path[PATH_BYTES];
	return path_of(path, folder, name) ? fopen(path, "rb") : NULL;
}

static bool
is_private(FILE *file)
{
#ifdef _WIN32
	(void)file;
	return true;
#else
	struct stat is;
	return fstat(fileno(file), &is) == 0 && S_ISREG(is.st_mode) && (is.st_mode & 077) == 0 &&
		is.st_uid == geteuid();
#endif
}

/* A line `name value`; its value, NULL when it is another line. */
static const char *
value_of(const char *line, const char *name)
{
	size_t length = strlen(name);
	return strncmp(line, name, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
}

static bool
next_line(FILE *file, char line[LINE_BYTES])
{
	if (!fgets(line, LINE_BYTES, file))
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

bool
identity_load(struct identity *identity, const char *folder)
{
	char line[LINE_BYTES];
	unsigned found = 0;
	*identity = (struct identity){ 0 };
	FILE *file = open_file(folder, "key");
	if (!file)
		return false;
	bool good = is_private(file);
	while (good && next_line(file, line)) {
		const char *value;
		if ((value = value_of(line, "server")))
			good = address_parse(value, identity->host, sizeof identity->host, &identity->port),
			found |= 1;
		else if ((value = value_of(line, "device")))
			identity->device = strtoull(value, NULL, 10), found |= 2;
		else if ((value = value_of(line, "seed")))
			good = hex_parse(value, identity->seed, 32), found |= 4;
		else if ((value = value_of(line, "public")))
			good = hex_parse(value, identity->public_key, 32), found |= 8;
		else if ((value = value_of(line, "policy")))
			good = hex_parse(value, identity->policy_key, 32), found |= 16;
		else if ((value = value_of(line, "certificate")))
			good = identity->pinned = hex_parse(value, identity->certificate, 32);
		else if ((value = value_of(line, "school")))
			(void)snprintf(identity->school, sizeof identity->school, "%.120s", value);
		else
			good = false;
	}
	fclose(file);
	return good && found == 31;
}

bool
identity_save(const struct identity *identity, const char *folder)
{
	char path[PATH_BYTES], seed[65], public_key[65], policy_key[65], certificate[65];
	FILE *file = begin_file(folder, "key", path);
	if (!file)
		return false;
	hex_print(identity->seed, 32, seed);
	hex_print(identity->public_key, 32, public_key);
	hex_print(identity->policy_key, 32, policy_key);
	hex_print(identity->certificate, 32, certificate);
	fprintf(file, "server https://%s:%d\ndevice %" PRIu64 "\nseed %s\npublic %s\npolicy %s\n",
		identity->host, identity->port, identity->device, seed, public_key, policy_key);
	if (identity->pinned)
		fprintf(file, "certificate %s\n", certificate);
	fprintf(file, "school %s\n", identity->school);
	memset(seed, 0, sizeof seed);
	return end_file(file, path, folder, "key");
}

/* at head lease */
static bool
pending_parse(char *value, struct view_pending *look)
{
	char *head = strchr(value, ' '), *lease = head ? strchr(head + 1, ' ') : NULL;
	if (!lease)
		return false;
	*head++ = *lease++ = '\0';
	look->at = strtoll(value, NULL, 10);
	look->length = strlen(lease) / 2;
	return look->length <= sizeof look->lease && hex_parse(head, look->head, 32) &&
		hex_parse(lease, look->lease, look->length);
}

/* Sixteen digits a lease. */
static bool
lately_parse(const char *value, uint64_t lately[VIEW_LATELY_MAX])
{
	uint8_t bytes[VIEW_LATELY_MAX][8];
	if (!hex_parse(value, &bytes[0][0], sizeof bytes))
		return false;
	for (int i = 0; i < VIEW_LATELY_MAX; i++) {
		lately[i] = 0;
		for (int k = 0; k < 8; k++)
			lately[i] = lately[i] << 8 | bytes[i][k];
	}
	return true;
}

bool
state_load(struct device_state *state, const char *folder)
{
	char line[LINE_BYTES];
	bool good = true;
	uint32_t waiting = 0;
	*state = (struct device_state){ 0 };
	FILE *file = open_file(folder, "state");
	if (!file)
		return errno == ENOENT;
	while (good && next_line(file, line)) {
		const char *value;
		if ((value = value_of(line, "policy_version")))
			state->policy_version = (uint32_t)strtoul(value, NULL, 10);
		else if ((value = value_of(line, "log_count")))
			state->log_count = (uint32_t)strtoul(value, NULL, 10);
		else if ((value = value_of(line, "log_at")))
			state->log_at = strtoll(value, NULL, 10);
		else if ((value = value_of(line, "log_head")))
			good = hex_parse(value, state->log_head, 32);
		else if ((value = value_of(line, "school_count")))
			state->school_count = (uint32_t)strtoul(value, NULL, 10);
		else if ((value = value_of(line, "school_head")))
			good = hex_parse(value, state->school_head, 32);
		else if ((value = value_of(line, "differs_at")))
			state->differs_at = strtoll(value, NULL, 10);
		else if ((value = value_of(line, "lately")))
			good = lately_parse(value, state->lately);
		else if ((value = value_of(line, "look")))
			good = waiting < VIEW_PENDING_MAX &&
				pending_parse(line + (value - line), &state->pending[waiting++]);
		else
			good = false;
	}
	fclose(file);
	return good && state->log_count - state->school_count == waiting;
}

bool
state_save(const struct device_state *state, const char *folder)
{
	char path[PATH_BYTES], head[65], school[65], lease[2 * VIEW_LEASE_BYTES_MAX + 1];
	FILE *file = begin_file(folder, "state", path);
	if (!file)
		return false;
	hex_print(state->log_head, 32, head);
	hex_print(state->school_head, 32, school);
	fprintf(file,
		"policy_version %" PRIu32 "\nlog_count %" PRIu32 "\nlog_at %" PRId64
		"\nlog_head %s\nschool_count %" PRIu32 "\nschool_head %s\n",
		state->policy_version, state->log_count, state->log_at, head, state->school_count, school);
	fprintf(file, "lately ");
	for (int i = 0; i < VIEW_LATELY_MAX; i++)
		fprintf(file, "%016" PRIx64, state->lately[i]);
	fprintf(file, "\n");
	if (state->differs_at)
		fprintf(file, "differs_at %" PRId64 "\n", state->differs_at);
	for (uint32_t i = 0; i < state->log_count - state->school_count; i++) {
		const struct view_pending *look = &state->pending[i];
		hex_print(look->head, 32, head);
		hex_print(look->lease, look->length, lease);
		fprintf(file, "look %" PRId64 " %s %s\n", look->at, head, lease);
	}
	if (ferror(file)) {
		fclose(file);
		return false;
	}
	return end_file(file, path, folder, "state");
}

bool
hex_parse(const char *hex, uint8_t *to, size_t length)
{
	static const char digits[] = "0123456789abcdef";
	if (strlen(hex) != length * 2)
		return false;
	for (size_t i = 0; i < length * 2; i++) {
		const char *digit = strchr(digits, hex[i] >= 'A' && hex[i] <= 'F' ? hex[i] + 32 : hex[i]);
		if (!digit)
			return false;
		to[i / 2] = (uint8_t)((i % 2 ? to[i / 2] << 4 : 0) | (digit - digits));
	}
	return true;
}

void
hex_print(const uint8_t *from, size_t length, char *to)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < length; i++) {
		*to++ = digits[from[i] >> 4];
		*to++ = digits[from[i] & 15];
	}
	*to = '\0';
}

bool
address_parse(const char *text, char *host, size_t room, int *port)
{
	static const char scheme[] = "https://";
	if (strncmp(text, scheme, sizeof scheme - 1) == 0)
		text += sizeof scheme - 1;
	const char *end = *text == '[' ? strchr(text, ']') : text + strcspn(text, ":/");
	if (!end)
		return false;
	size_t length = (size_t)(end - text);
	if (*text == '[') { /* an IPv6 address stands in brackets */
		text++;
		length--;
		end++;
	}
	if (length == 0 || length >= room)
		return false;
	for (size_t i = 0; i < length; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:", text[i]))
			return false;
	memcpy(host, text, length);
	host[length] = '\0';
	*port = 443;
	if (*end == ':') {
		char *rest;
		long number = strtol(end + 1, &rest, 10);
		if (rest == end + 1 || number < 1 || number > 65535)
			return false;
		*port = (int)number;
		end = rest;
	}
	return *end == '\0' || strcmp(end, "/") == 0;
}

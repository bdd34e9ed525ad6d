#include "platform/config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "platform/limits.h"

static enum outcome parse_line(struct config *config, struct text line, int number,
	struct config_fault *fault);
static struct text without_comment(struct text line);
static bool is_key(struct text key);
static const struct config_entry *config_entry(const struct config *config, struct text key);
static enum outcome fault_at(struct config_fault *fault, int line, const char *message, struct text about);

enum outcome
config_parse(struct config *config, struct arena *arena, struct text text, struct config_fault *fault)
{
	*config = (struct config){ 0 };
	if (!text_is_utf8(text))
		return fault_at(fault, 0, "the file is not UTF-8 text", (struct text){ 0 });
	struct config parsed = { .entries = arena_array(arena, struct config_entry, CONFIG_LINES_MAX) };
	for (int number = 1; text.length; number++) {
		struct text line = text_trim(without_comment(text_cut(&text, '\n')));
		if (line.length == 0)
			continue;
		if (parsed.count == CONFIG_LINES_MAX)
			return fault_at(fault, number, "too many lines", (struct text){ 0 });
		enum outcome got = parse_line(&parsed, line, number, fault);
		if (got != OK)
			return got;
	}
	*config = parsed;
	return OK;
}

void
config_fault_print(FILE *out, const char *word, const char *path, const struct config_fault *fault)
{
	fprintf(out, "campanella %s: %s:", word, path);
	if (fault->line)
		fprintf(out, "%d:", fault->line);
	fprintf(out, " %s%s%.*s\n", fault->message, fault->about.length ? ": " : "", TEXT_ARG(fault->about));
}

enum outcome
config_read(struct config *config, struct arena *arena, const char *path, struct config_fault *fault)
{
	*config = (struct config){ 0 };
	enum outcome result = BROKEN;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		result = errno == ENOENT ? NOT_FOUND : errno == ENOTDIR ? INVALID : BROKEN;
		fault_at(fault, 0, "the file cannot be opened", text_of(strerror(errno)));
		return result;
	}
	char *at = arena_take(arena, CONFIG_BYTES_MAX + 1, 1);
	size_t length = 0;
	ssize_t got;
	while ((got = read(fd, at + length, CONFIG_BYTES_MAX + 1 - length)) > 0)
		length += (size_t)got;
	if (got < 0) {
		fault_at(fault, 0, "the file cannot be read", text_of(path));
		goto out;
	}
	if (length > CONFIG_BYTES_MAX) {
		result = fault_at(fault, 0, "the file is too long", text_of(path));
		goto out;
	}
	result = config_parse(config, arena, (struct text){ at, length }, fault);
out:
	close(fd);
	return result;
}

enum outcome
config_check(const struct config *config, const char *const *known, struct config_fault *fault)
{
	for (size_t i = 0; i < config->count; i++) {
		const struct config_entry *entry = &config->entries[i];
		const char *const *name = known;
		while (*name && !text_is(entry->key, *name))
			name++;
		if (!*name)
			return fault_at(fault, entry->line, "unknown key", entry->key);
	}
	return OK;
}

bool
config_has(const struct config *config, const char *key)
{
	return config_entry(config, text_of(key)) != NULL;
}

struct text
config_text(const struct config *config, const char *key, const char *if_absent)
{
	const struct config_entry *entry = config_entry(config, text_of(key));
	return entry ? entry->value : text_of(if_absent);
}

enum outcome
config_flag(const struct config *config, const char *key, bool if_absent, bool *value,
	struct config_fault *fault)
{
	const struct config_entry *entry = config_entry(config, text_of(key));
	*value = if_absent;
	if (!entry)
		return OK;
	if (!text_is(entry->value, "yes") && !text_is(entry->value, "no"))
		return fault_at(fault, entry->line, "neither yes nor no", entry->value);
	*value = text_is(entry->value, "yes");
	return OK;
}

static enum outcome
parse_line(struct config *config, struct text line, int number, struct config_fault *fault)
{
	size_t end = 0;
	while (end < line.length && line.at[end] != ' ' && line.at[end] != '\t')
		end++;
	struct text key = { line.at, end };
	struct text value = text_trim((struct text){ line.at + end, line.length - end });
	if (!is_key(key))
		return fault_at(fault, number, "not a key", key);
	if (value.length == 0)
		return fault_at(fault, number, "the value is missing", key);
	if (config_entry(config, key))
		return fault_at(fault, number, "the key stands twice", key);
	config->entries[config->count++] = (struct config_entry){ key, value, number };
	return OK;
}

static struct text
without_comment(struct text line)
{
	for (size_t i = 0; i < line.length; i++)
		if (line.at[i] == '#' && (i == 0 || line.at[i - 1] == ' ' || line.at[i - 1] == '\t'))
			return (struct text){ line.at, i };
	return line;
}

static bool
is_key(struct text key)
{
	for (size_t i = 0; i < key.length; i++) {
		char byte = key.at[i];
		bool letter = byte >= 'a' && byte <= 'z';
		bool other = (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == '.';
		if (!letter && (i == 0 || !other))
			return false;
	}
	return key.length > 0;
}

static const struct config_entry *
config_entry(const struct config *config, struct text key)
{
	for (size_t i = 0; i < config->count; i++)
		if (text_equal(config->entries[i].key, key))
			return &config->entries[i];
	return NULL;
}

static enum outcome
fault_at(struct config_fault *fault, int line, const char *message, struct text about)
{
	*fault = (struct config_fault){ line, message, about };
	return INVALID;
}

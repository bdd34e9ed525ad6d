#include "classroom/installer.h"

#include <ctype.h>
#include <string.h>

static const struct {
	const char *word, *file_name, *program;
} installers[INSTALLERS] = {
	{ "linux", "campanella-install.sh", "campanella-agent" },
	{ "windows", "campanella-install.cmd", "campanella-agent.exe" },
};

static struct text script_linux(struct arena *arena, const struct installer_facts *facts, struct text about);
static struct text script_windows(struct arena *arena, const struct installer_facts *facts,
	struct text about);
static struct text arguments(struct arena *arena, const struct installer_facts *facts);
static struct text about(struct arena *arena, const struct installer_facts *facts);

bool
installer_of_word(struct text word, enum installer *installer)
{
	for (int i = 0; i < INSTALLERS; i++)
		if (text_is(word, installers[i].word)) {
			*installer = (enum installer)i;
			return true;
		}
	return false;
}

const char *
installer_file_name(enum installer installer)
{
	return installers[installer].file_name;
}

struct text
installer_line(struct arena *arena, enum installer installer, const struct installer_facts *facts)
{
	return text_printf(arena, "%s %.*s", installers[installer].program,
		TEXT_ARG(arguments(arena, facts)));
}

struct text
installer_script(struct arena *arena, enum installer installer, const struct installer_facts *facts)
{
	struct text words = about(arena, facts);
	return installer == INSTALLER_LINUX ? script_linux(arena, facts, words)
					    : script_windows(arena, facts, words);
}

static struct text
script_linux(struct arena *arena, const struct installer_facts *facts, struct text words)
{
	return text_printf(arena,
		"#!/bin/sh\n"
		"# Campanella, %.*s\n"
		"# Run it as the person who works on the device: the agent has that person's rights and no more.\n"
		"set -eu\n"
		"agent=$(dirname \"$0\")/campanella-agent\n"
		"[ -x \"$agent\" ] || agent=$(command -v campanella-agent) || {\n"
		"\techo \"Install campanella-agent first, or put this file beside it.\" >&2\n"
		"\texit 1\n"
		"}\n"
		"if [ -e \"${XDG_CONFIG_HOME:-$HOME/.config}/campanella-agent/key\" ]; then\n"
		"\techo \"This device is enrolled already.\"\n"
		"\texit 0\n"
		"fi\n"
		"\"$agent\" %.*s\n"
		"systemctl --user enable --now campanella-agent 2>/dev/null || echo \"Start it with: $agent run\"\n",
		TEXT_ARG(words), TEXT_ARG(arguments(arena, facts)));
}

static struct text
script_windows(struct arena *arena, const struct installer_facts *facts, struct text words)
{
	return text_printf(arena,
		"@echo off\r\n"
		"rem Campanella, %.*s\r\n"
		"rem Run it as the person who works on the device; as administrator once, for the service.\r\n"
		"setlocal\r\n"
		"set \"agent=%%~dp0campanella-agent.exe\"\r\n"
		"if not exist \"%%agent%%\" set \"agent=%%ProgramFiles%%\\Campanella\\campanella-agent.exe\"\r\n"
		"if not exist \"%%agent%%\" echo Put this file beside campanella-agent.exe.\r\n"
		"if not exist \"%%agent%%\" exit /b 1\r\n"
		"if exist \"%%LOCALAPPDATA%%\\Campanella\\key\" goto service\r\n"
		"\"%%agent%%\" %.*s\r\n"
		"if errorlevel 1 exit /b 1\r\n"
		":service\r\n"
		"net session >nul 2>nul\r\n"
		"if not errorlevel 1 \"%%agent%%\" service install\r\n"
		"exit /b 0\r\n",
		TEXT_ARG(words), TEXT_ARG(arguments(arena, facts)));
}

static struct text
arguments(struct arena *arena, const struct installer_facts *facts)
{
	bool pinned = facts->certificate[0] != '\0';
	return text_printf(arena, "enrol %.*s:%d %s%s%s", TEXT_ARG(facts->host), facts->port, facts->code,
		pinned ? " --certificate " : "", facts->certificate);
}

/* What somebody typed as a name must stay a remark, in a shell and in cmd.exe. */
static struct text
about(struct arena *arena, const struct installer_facts *facts)
{
	char *plain = text_terminated(arena, facts->label), day[DAY_TEXT_SIZE];
	for (char *at = plain; *at; at++)
		if (!isalnum((unsigned char)*at) && *at != ' ' && *at != '-' && *at != '.')
			*at = '_';
	day_print(facts->last_day, day);
	return text_printf(arena, "%s: a code for %lld, until %s.", plain, (long long)facts->devices, day);
}

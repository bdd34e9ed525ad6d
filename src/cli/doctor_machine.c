/* The machine under a school: files, disks, clock, certificate, sandbox. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/doctor.h"
#include "daemon/serve_config.h"
#include "platform/certificate.h"
#include "platform/sandbox.h"

#define DISK_LOW_BYTES        ((uint64_t)1 << 30)
#define CERTIFICATE_SOON_DAYS 30

static void secret_file(struct doctor *doctor, const char *path, mode_t allowed);
static void listening(struct doctor *doctor);
static void owners(struct doctor *doctor);
static bool is_own(struct doctor *doctor, const char *path);
static void certificate(struct doctor *doctor);
static void disks(struct doctor *doctor);
static void free_space(struct doctor *doctor, const char *about, const char *path);
static void machine_clock(struct doctor *doctor);
static void sandbox(struct doctor *doctor);

void
doctor_machine(struct doctor *doctor)
{
	struct school *school = doctor->school;
	char path[PATH_MAX + 32];
	snprintf(path, sizeof path, "%s/keys", school->directory);
	secret_file(doctor, path, 0700);
	snprintf(path, sizeof path, "%s/keys/master.key", school->directory);
	secret_file(doctor, path, 0600);
	snprintf(path, sizeof path, "%s/keys/keys.db", school->directory);
	secret_file(doctor, path, 0600);
	secret_file(doctor, school->certificate_key, 0640);
	listening(doctor);
	owners(doctor);
	certificate(doctor);
	disks(doctor);
	machine_clock(doctor);
	sandbox(doctor);
}

static void
secret_file(struct doctor *doctor, const char *path, mode_t allowed)
{
	struct stat facts;
	if (stat(path, &facts) != 0)
		doctor_find(doctor, HEALTH_BAD, "files", "%s: %s", path, strerror(errno));
	else if (facts.st_mode & 0777 & ~allowed)
		doctor_find(doctor, HEALTH_BAD, "files", "%s can be read by others: chmod %o %s", path,
			(unsigned)allowed, path);
	else
		doctor_find(doctor, HEALTH_GOOD, "files", "%s is closed to others", path);
}

/* What serve would refuse at its next start, in the words it has for it. */
static void
listening(struct doctor *doctor)
{
	struct process_start start;
	struct serve_listen listen, devices_listen;
	if (serve_config_read(&start, &listen, &devices_listen, doctor->school->directory, NULL) != OK)
		doctor_find(doctor, HEALTH_BAD, "school.conf",
			"the school cannot be served with it: what stands above says why");
	else
		doctor_find(doctor, HEALTH_GOOD, "school.conf", "listens on %s, port %d", listen.address,
			listen.port);
}

/* The service runs as the folder's owner: what a command of root has made, or a copy of a backup, it may not
 * open or write. */
static void
owners(struct doctor *doctor)
{
	const struct school *school = doctor->school;
	static const char *const parts[] = { "school.db", "school.db-wal", "school.db-shm", "lock", "keys",
		"keys/master.key", "keys/keys.db" };
	char path[PATH_MAX + 32];
	bool own = is_own(doctor, school->journal);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", school->directory, parts[i]);
		own &= is_own(doctor, path);
	}
	if (own)
		doctor_find(doctor, HEALTH_GOOD, "files", "all belong to the owner of the school's folder");
}

static bool
is_own(struct doctor *doctor, const char *path)
{
	const char *directory = doctor->school->directory;
	struct stat folder, facts;
	if (stat(directory, &folder) != 0 || stat(path, &facts) != 0 || facts.st_uid == folder.st_uid)
		return true;
	doctor_find(doctor, HEALTH_BAD, "files",
		"%s belongs to another user than the school's folder: chown --reference=%s %s", path,
		directory, path);
	return false;
}

static void
certificate(struct doctor *doctor)
{
	struct school *school = doctor->school;
	struct certificate_facts facts;
	enum outcome got = certificate_look(school->certificate, school->certificate_key, &facts);
	if (got == NOT_FOUND) {
		doctor_find(doctor, HEALTH_BAD, "certificate",
			"%s or its key cannot be opened: bring both back, or name another in school.conf "
			"(certificate, key)",
			school->certificate);
		return;
	}
	if (got != OK) {
		doctor_find(doctor, HEALTH_BAD, "certificate",
			"%s is no certificate of %s: copy both from one issue", school->certificate,
			school->certificate_key);
		return;
	}
	/* TLS knows the real day, not a demo's. */
	struct clock *clock = clock_system();
	int64_t left = (facts.not_after.ms - clock_now(clock).ms) / (24 * 60 * 60 * 1000);
	clock_destroy(clock);
	doctor_find(doctor,
		left < 0                               ? HEALTH_BAD
			: left < CERTIFICATE_SOON_DAYS ? HEALTH_LOOK
						       : HEALTH_GOOD,
		"certificate",
		left < 0 ? "it ended %lld days ago: put a new one in its place and reload" : "%lld days left",
		(long long)(left < 0 ? -left : left));
	if (facts.self_signed)
		doctor_find(doctor, HEALTH_LOOK, "certificate",
			"signed by itself: browsers warn; give one "
			"from an authority in school.conf (certificate, key)");
}

static void
disks(struct doctor *doctor)
{
	struct school *school = doctor->school;
	struct stat database, journal;
	free_space(doctor, "disk", school->directory);
	if (stat(school->database, &database) != 0 || stat(school->journal, &journal) != 0) {
		doctor_find(doctor, HEALTH_BAD, "copies",
			"one of the two copies is not there: campanella verify says which, and what to do");
		return;
	}
	if (database.st_dev == journal.st_dev) {
		doctor_find(doctor, HEALTH_LOOK, "copies",
			"both copies are on one disk: put the journal "
			"on another one (journal in school.conf)");
		return;
	}
	doctor_find(doctor, HEALTH_GOOD, "copies", "the two copies are on different disks");
	free_space(doctor, "disk", school->journal);
}

static void
free_space(struct doctor *doctor, const char *about, const char *path)
{
	struct statvfs facts;
	if (statvfs(path, &facts) != 0) {
		doctor_find(doctor, HEALTH_BAD, about, "%s: %s", path, strerror(errno));
		return;
	}
	uint64_t free_bytes = (uint64_t)facts.f_bavail * facts.f_frsize;
	doctor_find(doctor, free_bytes < DISK_LOW_BYTES ? HEALTH_BAD : HEALTH_GOOD, about,
		"%.1f GiB free on the disk of %s", (double)free_bytes / (1 << 30), path);
}

static void
machine_clock(struct doctor *doctor)
{
	struct timex state = { 0 };
	int clock = adjtimex(&state);
	if (clock == TIME_ERROR || clock < 0)
		doctor_find(doctor, HEALTH_LOOK, "clock", "no time service keeps this machine's clock");
	else
		doctor_find(doctor, HEALTH_GOOD, "clock", "kept by a time service");
}

static void
sandbox(struct doctor *doctor)
{
	const char *missing = sandbox_landlock_missing();
	if (missing) {
		doctor_find(doctor, HEALTH_LOOK, "sandbox", "%s", missing);
		command_say("doctor", "%s", missing);
	} else {
		doctor_find(doctor, HEALTH_GOOD, "sandbox", "Landlock level %d", sandbox_landlock_level());
	}
	if (geteuid() == 0)
		doctor_find(doctor, HEALTH_LOOK, "sandbox",
			"run as root: a user of its own that owns the "
			"folder is better");
}

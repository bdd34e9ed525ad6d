#ifndef PLATFORM_SANDBOX_H
#define PLATFORM_SANDBOX_H

#include "platform/text.h"

/*
 * What each process gives up for good, on one page. Every promise names the
 * theft it stops; test/drill runs code in each process that tries them all.
 *
 *             files                        network              other processes
 *   parent    as its user                  listens              starts children; no ptrace
 *   web       the school's store, journal, accepts only         none: no exec, no signal
 *             certificate; not keys/
 *   keys      keys/ only                   none                 none
 *   jobs      as web, no certificate       none                 none
 *   devices   the certificate, to read     accepts only         none
 *
 * To be called once, after the process has opened its store (so that the files
 * exist) and before it starts its first thread. Everywhere: no new privileges,
 * no capabilities, no core dump, no memory that is both written and executed.
 */
enum outcome sandbox_parent(void) MUST_USE;
enum outcome sandbox_web(const char *directory, const char *journal_file, const char *certificate_file,
	const char *key_file) MUST_USE;
enum outcome sandbox_keys(const char *directory) MUST_USE;
enum outcome sandbox_devices(const char *certificate_file, const char *key_file) MUST_USE;
enum outcome sandbox_jobs(const char *directory, const char *journal_file) MUST_USE;

/* If this is root and DIR belongs to somebody else: become that user, in full. */
enum outcome sandbox_become_owner(const char *directory) MUST_USE;

/* The Landlock level of this kernel; 0: none, and the boundaries between files
 * rest on seccomp alone (doctor says so). Below 4 the kernel cannot refuse TCP
 * by itself; seccomp does. */
int sandbox_landlock_level(void);
/* NULL when there is Landlock; otherwise one line for the operator: why there
 * is none, what that means, what to do. */
const char *sandbox_landlock_missing(void);

#endif

/*
 * bench_agents PORT KEYS enrol CODE DEVICES   makes keys and enrols them; KEYS grows by as many lines
 * bench_agents PORT KEYS run DEVICES          these devices, connected; then, line by line on its input:
 *
 *   connect SPREAD_MS   all that are not connected, each at random within so long; says how it went
 *   drop                every line breaks
 *   wait SECONDS        says what was sent and heard meanwhile
 *
 * Each answer is one line of JSON. bench/agents.mjs drives it against a real server.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "agent/identity.h"
#include "agent/seal.h"
#include "bench/agents/device.h"

#define AT_ONCE     200 /* connections under way */
#define ENROLLING   32
#define PATIENCE_US 120000000
#define EVENTS      512
#define TICK_MS     10

static struct line_world world;
static struct device *devices;
static int device_count, under_way;

static bool
heard(struct line *line, struct message_bytes bytes)
{
	return device_heard(&world, (struct device *)(void *)line, bytes);
}

static double
cpu_ms(void)
{
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
		(double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

static void
lost(struct device *device)
{
	counts.ready -= device->ready;
	counts.resumed -= device->ready && device->line.resumed;
	device->ready = false;
	memset(device->leases, 0, sizeof device->leases);
}

static void
turn(void)
{
	struct epoll_event events[EVENTS];
	int count = epoll_wait(world.epoll, events, EVENTS, TICK_MS);
	for (int i = 0; i < count; i++) {
		struct device *device = events[i].data.ptr;
		if (device->line.state != LINE_CLOSED &&
			!line_attend(&world, &device->line, events[i].events))
			lost(device);
	}
	int64_t now = line_now_us();
	under_way = 0;
	for (int i = 0; i < device_count; i++) {
		struct device *device = &devices[i];
		bool asked = device->code ? device->id == 0 : !device->ready;
		under_way += device->line.state != LINE_CLOSED && asked;
		if (device->line.state == LINE_OPEN && !device_tick(&world, device, now)) {
			line_close(&world, &device->line);
			lost(device);
		}
	}
}

static int
by_size(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
	return (a > b) - (a < b);
}

/* Each device at its own moment, and never more than AT_ONCE shaking hands. */
static void
connect_all(int64_t spread_ms)
{
	int64_t began = line_now_us(), *due = calloc((size_t)device_count, sizeof *due),
		*took = calloc((size_t)device_count, sizeof *took);
	uint32_t chance = 2463534242;
	int tries = 0, failed = 0;
	double cpu = cpu_ms();
	if (!due || !took)
		abort();
	for (int i = 0; i < device_count; i++) {
		chance ^= chance << 13, chance ^= chance >> 17, chance ^= chance << 5;
		due[i] = began + (spread_ms ? (int64_t)(chance % (uint32_t)spread_ms) * 1000 : 0);
	}
	while (counts.ready < device_count && line_now_us() - began < PATIENCE_US) {
		int64_t now = line_now_us();
		for (int i = 0; i < device_count && under_way < AT_ONCE; i++)
			if (devices[i].line.state == LINE_CLOSED && now >= due[i]) {
				tries++;
				due[i] = now + 1000000; /* when this one fails */
				if (line_begin(&world, &devices[i].line))
					under_way++;
				else
					failed++;
			}
		turn();
	}
	double seconds = (double)(line_now_us() - began) / 1e6;
	int count = 0;
	for (int i = 0; i < device_count; i++)
		if (devices[i].ready)
			took[count++] = devices[i].ready_us - devices[i].line.began_us;
	qsort(took, (size_t)count, sizeof *took, by_size);
	printf("{\"ready\":%" PRId64 ",\"resumed\":%" PRId64
	       ",\"seconds\":%.3f,\"tries\":%d,\"failed\":%d,\"median_ms\":%.2f,"
	       "\"p99_ms\":%.2f,\"cpu_ms\":%.0f}\n",
		counts.ready, counts.resumed, seconds, tries, failed,
		count ? (double)took[count / 2] / 1000 : 0, count ? (double)took[count * 99 / 100] / 1000 : 0,
		cpu_ms() - cpu);
	free(due);
	free(took);
}

static void
drop_all(void)
{
	for (int i = 0; i < device_count; i++) {
		line_close(&world, &devices[i].line);
		lost(&devices[i]);
	}
	under_way = 0;
	printf("{\"ready\":%" PRId64 "}\n", counts.ready);
}

static void
wait_for(double seconds)
{
	struct device_counts before = counts;
	int64_t began = line_now_us(), sent = world.sent_bytes, received = world.received_bytes;
	double cpu = cpu_ms();
	while (line_now_us() - began < (int64_t)(seconds * 1e6))
		turn();
	printf("{\"ready\":%" PRId64 ",\"seconds\":%.3f,\"pings_sent\":%" PRId64 ",\"pings_heard\":%" PRId64
	       ",\"leases\":%" PRId64 ",\"pictures\":%" PRId64 ",\"picture_bytes\":%" PRId64
	       ",\"sent_bytes\":%" PRId64 ",\"received_bytes\":%" PRId64 ",\"cpu_ms\":%.0f}\n",
		counts.ready, (double)(line_now_us() - began) / 1e6, counts.pings_sent - before.pings_sent,
		counts.pings_heard - before.pings_heard, counts.leases - before.leases,
		counts.pictures - before.pictures, counts.picture_bytes - before.picture_bytes,
		world.sent_bytes - sent, world.received_bytes - received, cpu_ms() - cpu);
}

/* Between two lines of its input the devices go on living. */
static void
obey(void)
{
	char line[100];
	size_t length = 0;
	for (;;) {
		struct pollfd input = { STDIN_FILENO, POLLIN, 0 };
		turn();
		if (poll(&input, 1, 0) != 1)
			continue;
		ssize_t got = read(STDIN_FILENO, line + length, 1);
		if (got <= 0)
			return;
		if (line[length] != '\n' && length + 2 < sizeof line) {
			length++;
			continue;
		}
		line[length] = '\0';
		length = 0;
		if (strncmp(line, "connect ", 8) == 0)
			connect_all(strtoll(line + 8, NULL, 10));
		else if (strcmp(line, "drop") == 0)
			drop_all();
		else if (strncmp(line, "wait ", 5) == 0)
			wait_for(strtod(line + 5, NULL));
		fflush(stdout);
	}
}

static int
enrol_all(const char *keys, const char *code)
{
	FILE *file = fopen(keys, "a");
	int64_t began = line_now_us();
	if (!file)
		return 1;
	for (int i = 0; i < device_count; i++) {
		seal_random(devices[i].seed, 32);
		(void)seal_public_of(devices[i].seed, devices[i].public_key);
		devices[i].code = code;
	}
	int tries = 0;
	while (counts.enrolled < device_count && counts.refused == 0 && line_now_us() - began < PATIENCE_US) {
		for (int i = 0; i < device_count && under_way < ENROLLING; i++)
			if (devices[i].id == 0 && devices[i].line.state == LINE_CLOSED &&
				line_begin(&world, &devices[i].line))
				tries++, under_way++;
		turn();
	}
	for (int i = 0; i < device_count; i++) {
		char seed[65];
		hex_print(devices[i].seed, 32, seed);
		if (devices[i].id)
			fprintf(file, "%" PRIu64 " %s\n", devices[i].id, seed);
	}
	printf("{\"enrolled\":%" PRId64 ",\"tries\":%d,\"seconds\":%.3f}\n", counts.enrolled, tries,
		(double)(line_now_us() - began) / 1e6);
	return fclose(file) == 0 && counts.enrolled == device_count ? 0 : 1;
}

static bool
load(const char *keys)
{
	FILE *file = fopen(keys, "r");
	char seed[65];
	bool good = file != NULL;
	for (int i = 0; i < device_count && good; i++)
		good = fscanf(file, "%" SCNu64 " %64s", &devices[i].id, seed) == 2 &&
			hex_parse(seed, devices[i].seed, 32) &&
			seal_public_of(devices[i].seed, devices[i].public_key);
	if (file)
		fclose(file);
	return good;
}

int
main(int count, char **words)
{
	bool enrols = count == 6 && strcmp(words[3], "enrol") == 0,
	     runs = count == 5 && strcmp(words[3], "run") == 0;
	struct rlimit files;
	if (!enrols && !runs) {
		fprintf(stderr, "usage: bench_agents PORT KEYS enrol CODE DEVICES | run DEVICES\n");
		return 2;
	}
	device_count = atoi(words[count - 1]);
	devices = calloc((size_t)device_count, sizeof *devices);
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	if (!devices || !seal_start() || !line_world_make(&world, atoi(words[1])))
		return 1;
	world.heard = heard;
	if (enrols)
		return enrol_all(words[2], words[4]);
	if (!load(words[2])) {
		fprintf(stderr, "bench_agents: %s does not hold the keys of %d devices\n", words[2],
			device_count);
		return 1;
	}
	obey();
	return 0;
}

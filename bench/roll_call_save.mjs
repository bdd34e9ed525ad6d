// A whole lesson page saved: on average half the pupils change, and the topic.
// Answered when both copies are on disk. A connection for each of the 40
// teachers; CONNECTIONS=64 for more.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { atLeast, atMost, cpuMs, disk, floor, floorOfAnswers, load, must, report, start } from './server.mjs';
import { fortyTeachers, saveOf } from './lesson.mjs';

const connections = Number(process.env.CONNECTIONS ?? 40);
const server = await start();
const operations = () => Number(execFileSync('sqlite3', [`${server.folder}/school.db`, 'select count(*) from operation'], { encoding: 'utf8' }));
const journal = () => statSync(`${server.folder}/journal`).size;
const requests = [];
for (const teacher of await fortyTeachers(server)) requests.push(await saveOf(server, teacher));
await load(server, requests, { connections, seconds: 2 });

const before = { cpu: cpuMs(server), ...disk(server), operations: operations(), journal: journal() };
const run = await load(server, requests, { connections, seconds: 10 });
const after = { cpu: cpuMs(server), ...disk(server), operations: operations(), journal: journal() };
const saved = after.operations - before.operations;
const perSync = run.count / (after.syncs - before.syncs);
const group = Math.round((after.journal - before.journal) / run.count * perSync * 2);
const [, syncMs, syncWorstMs] = floor('sync', server.folder, group, 2);
const least = await floorOfAnswers(server, connections);
must(run.errors === 0, `${run.errors} requests failed`);
must(saved >= run.count, `${saved} operations for ${run.count} answered saves`);
must(after.syncs > before.syncs && after.journal > before.journal, 'nothing reached the second copy');
report(`roll-call save, durable in both copies, ${connections} connections over TLS`, {
  'CPU ms per save, all processes': (after.cpu - before.cpu) / run.count,
  'saves per second': run.rate, 'p50 ms': run.p50, 'p99 ms': run.p99,
  'operations in both copies': saved, 'syncs': after.syncs - before.syncs,
  'saves per sync': perSync,
  'floor: ms, two files and their syncs': syncMs, 'floor: the same, p99': syncWorstMs, 'p50, times the floor': run.p50 / syncMs,
  'floor: CPU ms of a file out of memory': least.cpu, 'CPU, times the floor': (after.cpu - before.cpu) / run.count / least.cpu,
  'bytes written per save': (after.written - before.written) / run.count,
  'journal bytes per save': (after.journal - before.journal) / run.count,
}, { 'CPU ms per save, all processes': atMost(0.8), 'saves per second': atLeast(2000), 'p99 ms': atMost(30) });
await server.stop();

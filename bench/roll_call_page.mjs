// The lesson page of a class of 25, signed in, each look on the trail.
import { execFileSync } from 'node:child_process';
import { atLeast, atMost, cpuMs, disk, floorOfAnswers, load, memoryMb, must, report, start } from './server.mjs';
import { fortyTeachers } from './lesson.mjs';

const server = await start();
const looks = () => Number(execFileSync('sqlite3', [`${server.folder}/school.db`, 'select count(*) from look'], { encoding: 'utf8' }));
const requests = (await fortyTeachers(server)).map(({ account, lesson }) => ({ method: 'GET', path: lesson, cookie: account.cookie }));
await load(server, requests, { connections: 64, seconds: 2 });

const before = { cpu: cpuMs(server), ...disk(server), looks: looks() };
const run = await load(server, requests, { connections: 64, seconds: 10 });
const after = { cpu: cpuMs(server), ...disk(server), looks: looks() };
const least = await floorOfAnswers(server, 64);
must(run.errors === 0, `${run.errors} requests failed`);
must(after.looks - before.looks >= run.count, `${after.looks - before.looks} looks on the trail for ${run.count} pages`);
must(after.syncs > before.syncs, 'nothing was synced');
report('roll-call page, 25 pupils, 64 connections over TLS', {
  'CPU ms per page, all processes': (after.cpu - before.cpu) / run.count,
  'pages per second': run.rate, 'p50 ms': run.p50, 'p99 ms': run.p99,
  'bytes per page': run.bytes / run.count, 'looks put on the trail': after.looks - before.looks,
  'floor: CPU ms of a file out of memory': least.cpu, 'floor: bytes of that file': least.bytes,
  'CPU, times the floor': (after.cpu - before.cpu) / run.count / least.cpu, 'p99, times the floor': run.p99 / least.p99,
  'syncs': after.syncs - before.syncs, 'RSS MB, all processes': memoryMb(server).rss, 'PSS MB, all processes': memoryMb(server).pss,
}, { 'CPU ms per page, all processes': atMost(0.4), 'p99 ms': atMost(20), 'looks put on the trail': atLeast(1), 'PSS MB, all processes': atMost(64) });
await server.stop();

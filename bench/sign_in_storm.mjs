// Eighty teachers sign in at once, while others who are in already save.
import { atMost, ask, cpuMs, floor, load, must, report, signIn, start } from './server.mjs';
import { fortyTeachers, saveOf } from './lesson.mjs';

const server = await start();
const requests = [];
const inside = (await fortyTeachers(server)).slice(0, 10);
for (const teacher of inside) requests.push(await saveOf(server, teacher));
const calm = await load(server, requests, { connections: 8, seconds: 3 });

const everybody = server.teachers.map(({ name, password }) => ({ role: 'teacher', name, password }));
must(everybody.length >= 80, `the demo has ${everybody.length} teachers with a password`);
const saves = load(server, requests, { connections: 8, seconds: 6 });
await new Promise((later) => setTimeout(later, 500));
const before = cpuMs(server), began = performance.now();
const waits = await Promise.all(everybody.slice(0, 80).map(async (account) => {
  for (;;) { // a full queue answers 503 with Retry-After, and the browser's user tries again
    try { await signIn(server, account); return performance.now() - began; }
    catch (failure) { if (!/ 503$/.test(failure.message)) throw failure; await new Promise((later) => setTimeout(later, 200)); }
  }
}));
const all = performance.now() - began, cpu = cpuMs(server) - before;
const during = await saves;
const [least] = floor('hash', 80);
must(during.errors === 0, `${during.errors} saves failed`);
const shown = await ask(server, everybody[0], 'GET', '/');
must(shown.status === 200, 'a signed-in teacher sees the day');
report('sign-in storm: 80 teachers at once, 8 connections saving meanwhile', {
  'seconds until all 80 are in': all / 1000, 'median wait of a teacher, s': waits.sort((a, b) => a - b)[40] / 1000,
  'floor: s, 80 hashes on every processor': least, 'times the floor': all / 1000 / least,
  'CPU ms of the whole storm': cpu, 'saves per second meanwhile': during.rate,
  'save p99 ms meanwhile': during.p99, 'save p99 ms in calm': calm.p99,
}, { 'seconds until all 80 are in': atMost(3), 'save p99 ms meanwhile': atMost(50) });
await server.stop();

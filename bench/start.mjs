// From the command to the first page, the size of the program, its memory.
import { execFileSync } from 'node:child_process';
import { ask, atMost, binaryMb, memoryMb, must, program, report, start } from './server.mjs';

const times = [];
let memory;
for (let i = 0; i < 7; i++) {
  const server = await start();
  const began = performance.now();
  const page = await ask(server, null, 'GET', '/sign-in');
  must(page.status === 200, `the first page answered ${page.status}`);
  times.push(server.readyMs + performance.now() - began);
  memory = memoryMb(server);
  await server.stop();
}
const nothing = [];
for (let i = 0; i < 7; i++) {
  const began = performance.now();
  execFileSync(program, ['--version']);
  nothing.push(performance.now() - began);
}
nothing.sort((a, b) => a - b);
times.sort((a, b) => a - b);
report('start, with a school of 1,000', {
  'ms to the first page, median of 7': times[3], 'ms, slowest': times[6],
  'floor: ms, the program says its version': nothing[3], 'times the floor': times[3] / nothing[3], 'MB of the program': binaryMb(),
  'RSS MB, all processes': memory.rss, 'PSS MB, all processes': memory.pss,
}, { 'ms to the first page, median of 7': atMost(300), 'MB of the program': atMost(10), 'PSS MB, all processes': atMost(64) });

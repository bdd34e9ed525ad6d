// T1: what it costs a pupil's device to be looked at (CLS-1 to CLS-8). Four
// scripted desktops of 1920x1080; the agent watched as a thumbnail and whole,
// one picture a second, and the floor: the same agent with nobody looking.
// Captures are counted outside the agent, between it and its X server; bytes are
// what the kernel sent on the device's connection, for the peer alike. When the
// peer is installed it is run on the same desktops (bench/peer.mjs) and the
// ratios are printed; when it is not, no line of its says "met".
//
//   ./dev bench desktops, or EACH=40 ./dev bench desktops for longer
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { Place, rest } from '../test/classroom/place.mjs';
import { Peer, peer_version, sent_by_tcp } from './peer.mjs';

const build = process.env.BUILD ?? 'build';
const EACH = Number(process.env.EACH ?? 15); // seconds
const MODES = ['idle', 'typing', 'browse', 'video'];
const SIZE = '1920x1080';

export function cpuMs(pids) {
  let ns = 0;
  for (const pid of pids)
    for (const task of readdirSync(`/proc/${pid}/task`))
      try { ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]); } catch { /* ended */ }
  return ns / 1e6;
}
const rssMb = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;

// A second of being looked at, of a mode and a kind; kind null: nobody looks.
async function agent(mode, kind) {
  const place = await Place.make(build, { mode, size: SIZE });
  try {
    await place.enrol();
    const { school, counter } = place;
    school.ping_ms = 20000; // as the school's server does
    await place.connect();
    const { device } = place, sent = () => sent_by_tcp(`dport = :${school.port}`);
    const lease = () => school.send_lease({ kind, interval_ms: 1000, expires: Date.now() + 55000, lease: 4242n, ...(lease.terms && { page_key: lease.terms.page_key }) });
    if (kind) {
      lease.terms = lease();
      if (!await school.wait('frame_key', 8000)) throw new Error('no picture came');
    }
    await rest(2500);
    const before = { cpu: cpuMs([device.pid]), bytes: sent(), pictures: school.pictures.length, captures: counter.captures, grab: counter.grab_ms, asked: counter.requests };
    const began = performance.now();
    await rest(EACH * 1000);
    const seconds = (performance.now() - began) / 1000;
    const result = { cpu: (cpuMs([device.pid]) - before.cpu) / seconds, bytes: (sent() - before.bytes) / seconds,
      pictures: school.pictures.length - before.pictures, captures: counter.captures - before.captures,
      asked: counter.requests - before.asked, grab: (counter.grab_ms - before.grab) / seconds, rss: rssMb(device.pid) };
    await place.disconnect();
    return result;
  } finally {
    await place.close();
  }
}

const number = (value) => (value === undefined ? '-' : value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2)).padStart(10);
function line(name, got) {
  console.log(`  ${name.padEnd(24)}${number(got.cpu)}${number(got.bytes)}${number(got.captures)}${number(got.pictures)}${number(got.grab)}${number(got.rss)}`);
}
const goals = [];
function judge(name, value, limit, unit = '') {
  goals.push(`  ${name.padEnd(62)} ${String(Number(value.toPrecision(3))).padStart(9)}${unit}  ${value <= limit ? 'met' : 'NOT MET'} (<= ${Number(limit.toPrecision(3))}${unit})`);
}
const notRun = (name) => goals.push(`  ${name.padEnd(62)} peer: not run`);

const version = peer_version();
console.log(`${cpus().length} processors (${cpus()[0].model.trim()}), Xvfb ${SIZE}, ${EACH} s each after the first picture; ${version ?? 'peer: not run'}`);
console.log(execFileSync(`${build}/campanella`, ['--version'], { encoding: 'utf8' }).trim());
console.log(`  ${''.padEnd(24)}${['CPU ms/s', 'bytes/s', 'captures', 'pictures', 'grab ms/s', 'RSS MB'].map((one) => one.padStart(10)).join('')}`);
const got = {};
for (const mode of MODES) {
  for (const [name, kind] of [['nobody looks', null], ['thumbnail', 'thumb'], ['whole', 'full']])
    line(`${mode}, ${name}`, (got[mode] ??= {})[name] = await agent(mode, kind));
  if (version) {
    const peer = new Peer(build, mode, SIZE);
    try {
      await peer.open();
      line(`${mode}, ${version.split(' ')[0]}`, got[mode].peer = await peer.measure(EACH, cpuMs));
    } catch (error) {
      console.log(`  ${mode}: peer: not run (${error.message})`);
    } finally { await peer.close(); }
  }
}

const thumb = (mode) => got[mode].thumbnail, whole = (mode) => got[mode].whole, peer = (mode) => got[mode].peer;
for (const mode of ['browse', 'video']) {
  if (!peer(mode)) { notRun(`CLS-1 ${mode}: bytes, CPU, CPU with the grab`); continue; }
  judge(`CLS-1 ${mode}: bytes, share of the peer's`, thumb(mode).bytes / peer(mode).bytes, 1 / 40);
  judge(`CLS-1 ${mode}: CPU, share of the peer's`, thumb(mode).cpu / peer(mode).cpu, 1 / 30);
  judge(`CLS-1 ${mode}: CPU with the grab, share of the peer's`, (thumb(mode).cpu + thumb(mode).grab) / peer(mode).cpu, 1 / 15);
}
if (peer('typing')) {
  judge("CLS-2 typing: bytes, share of the peer's", thumb('typing').bytes / peer('typing').bytes, 1);
  judge("CLS-2 typing: CPU, share of the peer's", thumb('typing').cpu / peer('typing').cpu, 1 / 5);
} else notRun('CLS-2 typing: bytes, CPU');
judge('CLS-3 idle: captures after the first picture', thumb('idle').captures, 0);
judge('CLS-3 idle: pictures after the first', thumb('idle').pictures, 0);
for (const mode of MODES) judge(`CLS-4 ${mode}, nobody looks: captures`, got[mode]['nobody looks'].captures, 0);
for (const mode of MODES) judge(`CLS-5 ${mode}: CPU as a thumbnail`, thumb(mode).cpu, 2, ' ms/s');
judge('CLS-5 memory, the most of all', Math.max(...MODES.map((mode) => thumb(mode).rss)), 16, ' MB');
for (const [mode, limit] of [['browse', 1 / 4], ['video', 1 / 15], ['typing', 2]])
  if (peer(mode)) judge(`CLS-6 ${mode}, whole: bytes, share of the peer's thumbnail`, whole(mode).bytes / peer(mode).bytes, limit);
  else notRun(`CLS-6 ${mode}, whole: bytes`);
judge('CLS-7 a class of 30, browse', thumb('browse').bytes * 30 * 8 / 1e6, 3.2, ' Mbit/s');
console.log(goals.join('\n'));
process.exit(0);

// T9: a school with ten thousand devices on this machine (CLS-46, CLS-47).
//
//   ./dev bench agents                  DEVICES=10000, or as many as files can be open
//
// The devices are enrolled as any other: codes from the command line, keys made
// on the device's side, one connection each. That is done once and kept beside
// the build. The generator (bench/agents/) speaks the agent's protocol with the
// agent's own cryptography; it shares the machine, so both loads are printed.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, openSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ask, atMost, cpuMs, hidden, memoryMb, must, report, signIn } from './server.mjs';
import { Viewer } from './agents/viewer.mjs';

const build = process.env.BUILD ?? 'build';
const program = `${build}/campanella`, generator = `${build}/bench/bench_agents`;
const fileLimit = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' })) || Infinity;
const DEVICES = Math.min(Number(process.env.DEVICES ?? 10000), fileLimit - 500);
const CODE_DEVICES = 500;
const kept = `${build}/bench-agents`;
const rest = (ms) => new Promise((done) => setTimeout(done, ms));
const command = (...words) => execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
const sql = (school, statement) => execFileSync('sqlite3', ['-readonly', '-cmd', '.timeout 5000', `${school}/school.db`, statement], { encoding: 'utf8', maxBuffer: 1 << 28 }).trim();

async function serve(school) {
  const port = 21000 + Math.floor(process.pid % 5000) * 2;
  const child = spawn(program, ['serve', school, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'pipe', openSync(`${kept}/log`, 'w')] });
  process.once('exit', () => child.kill('SIGTERM'));
  const server = { child, school, port: port + 1 };
  server.address = await new Promise((ready, gone) => {
    child.stdout.on('data', (part) => { const match = String(part).match(/^ready (https:\/\/\S+)/m); if (match) ready(match[1]); });
    child.once('exit', (code) => gone(new Error(`the server ended with ${code}`)));
  });
  server.stop = () => new Promise((stopped) => { child.removeAllListeners('exit'); child.once('exit', stopped); child.kill('SIGTERM'); });
  return server;
}

// The school, its devices and their keys; the devices' places go round the sites.
async function prepare() {
  const enough = existsSync(`${kept}/ready`) && Number(readFileSync(`${kept}/ready`, 'utf8')) >= DEVICES;
  if (enough) return;
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept);
  const school = `${kept}/school`;
  writeFileSync(`${kept}/accounts.json`, command('demo', school, '--seed', '1', '--json'));
  command('demo', school, '--lesson');
  const server = await serve(school);
  const sites = sql(school, 'select site.name from site join class on class.site = site.id group by site.id order by count(*) desc').split('\n');
  let enrolled = 0, seconds = 0;
  for (let batch = 0; enrolled < DEVICES; batch++) {
    const count = Math.min(CODE_DEVICES, DEVICES - enrolled);
    const code = command('device', school, 'code', '--label', `Carrello ${batch + 1}`, '--devices', String(count), '--site', sites[batch % sites.length]);
    const said = JSON.parse(execFileSync(generator, [server.port, `${kept}/keys`, 'enrol', code, count], { encoding: 'utf8' }));
    must(said.enrolled === count, `${said.enrolled} of ${count} enrolled after ${said.tries} tries`);
    if (said.tries > count) console.log(`${said.tries - count} connections were tried again`);
    enrolled += count;
    seconds += said.seconds;
  }
  report(`enrolment of ${enrolled} devices, 32 at a time, each in both copies`, { 'devices a second': enrolled / seconds, 'server CPU ms a device': cpuMs(server) / enrolled });
  seat(school);
  await server.stop();
  writeFileSync(`${kept}/ready`, String(enrolled));
}

// A device for each pupil, of the pupil's site; by the command, as the office would.
function seat(school) {
  const free = {};
  for (const line of sql(school, 'select site, id from device order by id').split('\n')) {
    const [site, id] = line.split('|');
    (free[site] ??= []).push(id);
  }
  for (const line of sql(school, `select class.site, class.name, class_member.register_number from class_member join class on class.id = class_member.class where class_member.to_day is null order by class.id, 3`).split('\n')) {
    const [site, name, number] = line.split('|');
    const device = free[site]?.pop();
    if (device) command('device', school, 'tie', device, '--class', name, '--number', number);
  }
}

class Generator {
  constructor(port, count) {
    this.child = spawn(generator, [port, `${kept}/keys`, 'run', count], { stdio: ['pipe', 'pipe', 'inherit'] });
    process.once('exit', () => this.child.kill('SIGTERM'));
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }
  async say(words) {
    this.child.stdin.write(`${words}\n`);
    return JSON.parse((await this.lines.next()).value);
  }
  get memory() { return Number(readFileSync(`/proc/${this.child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024; }
}

function memoryOfDevices(server) {
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one)))
    try {
      if (Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === server.child.pid &&
        readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('@devices'))
        return Number(readFileSync(`/proc/${name}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)[1]) / 1024;
    } catch { /* ended */ }
  return 0;
}

const established = (server) => Number(execFileSync('sh', ['-c', `ss -Htn state established '( sport = :${server.port} )' | wc -l`], { encoding: 'utf8' }));

// What the school's own page counts, as its technician reads it.
async function connectedByThePage(server, accounts) {
  const technician = accounts.find((one) => one.role === 'technician');
  await signIn(server, technician);
  const page = await ask(server, technician, 'GET', '/devices');
  must(page.status === 200, `/devices answered ${page.status}`);
  return page.text.split(/collegato ora|connected now/).length - 1;
}

// Every teacher who has a lesson now opens the wall of it.
async function walls(server, accounts, wire) {
  const viewers = [];
  for (const teacher of accounts.filter((one) => one.role === 'teacher')) {
    await signIn(server, teacher);
    const path = (await ask(server, teacher, 'GET', '/')).text.match(/\/classes\/\d+\/wall/)?.[0];
    if (!path || viewers.some((one) => one.path === path)) continue;
    const page = await ask(server, teacher, 'GET', path);
    if (page.status !== 200) continue;
    const devices = [...page.text.matchAll(/data-device="(\d+)" data-can="\d+" data-mark="ready"/g)].map((match) => match[1]);
    viewers.push(new Viewer({ wire, path, devices, port: server.port, token: hidden(page.text).token,
      ask: (method, to, body) => ask(server, teacher, method, to, body) }));
  }
  return viewers;
}

const before = (server) => ({ cpu: cpuMs(server), at: performance.now() });
const since = (server, from) => ({ cpu: cpuMs(server) - from.cpu, ms: performance.now() - from.at });

await prepare();
const wire = await import(`data:text/javascript;base64,${readFileSync(`${build}/wire/wire.js`).toString('base64')}`);
const accounts = JSON.parse(readFileSync(`${kept}/accounts.json`, 'utf8'));
const folder = mkdtempSync(join(process.cwd(), build, 'bench-run-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
cpSync(`${kept}/school`, `${folder}/school`, { recursive: true });
const lesson = JSON.parse(command('demo', `${folder}/school`, '--lesson'));
const server = await serve(`${folder}/school`);
const empty = { all: memoryMb(server), devices: memoryOfDevices(server) };
const agents = new Generator(server.port, DEVICES);
console.log(`${cpus().length} processors (${cpus()[0].model.trim()}), ${DEVICES} devices, TLS 1.3, both sides on this machine; ${lesson.day} ${lesson.time} in the school`);

let mark = before(server);
const first = await agents.say('connect 0');
let used = since(server, mark);
must(first.ready === DEVICES, `only ${first.ready} of ${DEVICES} came`);
const full = { all: memoryMb(server), devices: memoryOfDevices(server) };
const counted = await connectedByThePage(server, accounts);
must(counted === DEVICES && established(server) === DEVICES, `the school counts ${counted}, the kernel ${established(server)}`);
report(`${DEVICES} devices connect at once, 200 under way`, {
  'connected, by the page /devices': counted, 'connected, by the kernel': established(server),
  'seconds for all': first.seconds, 'ms of a connection, median': first.median_ms, 'ms of a connection, p99': first.p99_ms,
  'server CPU ms a connection': used.cpu / DEVICES, 'generator CPU ms a connection': first.cpu_ms / DEVICES,
  'server PSS MB before': empty.all.pss, 'server PSS MB with all connected': full.all.pss, 'server RSS MB with all connected': full.all.rss,
  'KB of the devices process a device': (full.devices - empty.devices) * 1024 / DEVICES, 'generator RSS MB': agents.memory,
}, { 'server PSS MB with all connected': atMost(512) });

mark = before(server);
const calm = await agents.say('wait 20');
used = since(server, mark);
must(calm.ready === DEVICES, `${DEVICES - calm.ready} devices were lost in calm`);
report('nobody looks', { 'pings a second, device to server': calm.pings_sent / calm.seconds, 'pings a second, server to device': calm.pings_heard / calm.seconds,
  'server CPU ms a second': used.cpu / used.ms * 1000, 'generator CPU ms a second': calm.cpu_ms / calm.seconds });

await agents.say('drop');
await rest(2000);
mark = before(server);
const again = await agents.say('connect 30000');
used = since(server, mark);
must(again.ready === DEVICES, `only ${again.ready} of ${DEVICES} came back`);
report('every line broke; they come back within 30 s at random', { 'back': again.ready, 'handshakes resumed': again.resumed, 'seconds for all': again.seconds,
  'ms of a connection, median': again.median_ms, 'ms of a connection, p99': again.p99_ms,
  'server CPU ms a connection': used.cpu / DEVICES, 'generator CPU ms a connection': again.cpu_ms / DEVICES });

const viewers = await walls(server, accounts, wire);
must(viewers.length > 0, 'no teacher has a lesson now');
for (const viewer of viewers) await viewer.renew();
await Promise.all(viewers.map((viewer) => viewer.open()));
const sum = (what) => viewers.reduce((all, viewer) => all + viewer[what], 0);
await rest(3000);
const renewing = setInterval(() => viewers.forEach((viewer) => viewer.renew().catch((error) => { console.error(`bench: ${error.message}`); process.exitCode = 1; })), 15000);
const start = { opened: sum('opened'), bytes: sum('bytes'), closed: sum('closed') };
const mine = process.cpuUsage();
mark = before(server);
const busy = await agents.say('wait 20');
used = since(server, mark);
const node = process.cpuUsage(mine);
clearInterval(renewing);
const opened = sum('opened') - start.opened;
must(opened > 0 && sum('closed') === 0, `${sum('closed')} pictures could not be opened`);
report(`${viewers.length} walls, ${viewers.reduce((all, one) => all + one.devices.size, 0)} thumbnails under lease, ${DEVICES} connected`, {
  'pictures a second, sent by devices': busy.pictures / busy.seconds, 'pictures a second, opened by viewers': opened / used.ms * 1000,
  'MB a second, to the viewers': (sum('bytes') - start.bytes) / used.ms / 1000,
  'server CPU ms a second': used.cpu / used.ms * 1000, 'server CPU ms a picture': used.cpu / opened,
  'generator CPU ms a second': busy.cpu_ms / busy.seconds, 'viewers CPU ms a second': (node.user + node.system) / 1000 / used.ms * 1000,
  'server PSS MB': memoryMb(server).pss, 'refused tiles': viewers.reduce((all, one) => all + Object.keys(one.refusals).length, 0),
});
agents.child.stdin.end();
for (const viewer of viewers) viewer.socket.destroy();
await server.stop();
const warnings = readFileSync(`${kept}/log`, 'utf8').split('\n').filter((line) => / (warning|failure) /.test(line));
if (warnings.length) console.log(`${warnings.length} lines of warning in the server's log, the first: ${warnings[0]}`);
process.exit(process.exitCode ?? 0);

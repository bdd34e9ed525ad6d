// A server on a copy of the demo school, and what the kernel says of it.
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const build = process.env.BUILD ?? 'build';
export const program = `${build}/campanella`;

// Next to the build, so that the copy is on the same disk as a school would be.
export function demo() {
  const school = `${build}/bench-school`;
  if (!existsSync(`${school}.json`) || !existsSync(school)) {
    rmSync(school, { recursive: true, force: true });
    const said = execFileSync(program, ['demo', school, '--seed', '1', '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    writeFileSync(`${school}.json`, said);
  }
  return { school, ...accountsOf(JSON.parse(readFileSync(`${school}.json`, 'utf8'))) };
}
function accountsOf(said) {
  const accounts = Array.isArray(said) ? said : said.accounts;
  return { accounts, teachers: accounts.filter((account) => account.role === 'teacher') };
}

export async function start() {
  const { school, accounts, teachers } = demo();
  const folder = mkdtempSync(join(process.cwd(), build, 'bench-run-'));
  cpSync(school, `${folder}/school`, { recursive: true });
  writeFileSync(`${folder}/syncs`, Buffer.alloc(24));
  const began = process.hrtime.bigint();
  const child = spawn(program, ['serve', `${folder}/school`, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, LD_PRELOAD: `${process.cwd()}/${build}/count_sync.so`, COUNT_SYNC_FILE: `${folder}/syncs` },
  });
  process.once('exit', () => child.kill('SIGTERM')); // a bench that fails leaves no server behind
  const address = await new Promise((ready, gone) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const match = said.match(/^ready (https:\/\/\S+)/m);
      if (match) ready(match[1]);
    });
    child.once('exit', (code) => gone(new Error(`the server ended with ${code}`)));
  });
  const server = { child, address, accounts, teachers, folder: `${folder}/school`, syncsFile: `${folder}/syncs`,
    readyMs: Number(process.hrtime.bigint() - began) / 1e6 };
  server.stop = () => new Promise((stopped) => {
    child.removeAllListeners('exit');
    child.once('exit', () => { rmSync(folder, { recursive: true, force: true }); stopped(); });
    child.kill('SIGTERM');
  });
  return server;
}

function processes(pid) {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid;
    } catch { return false; }
  }).map(Number);
  return [pid, ...children.flatMap(processes)];
}

// Milliseconds of CPU of every thread of every process of the server.
export function cpuMs(server) {
  let ns = 0;
  for (const pid of processes(server.child.pid))
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      try { ns += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]); } catch { /* ended */ }
    }
  return ns / 1e6;
}
export function memoryMb(server) {
  let rss = 0, pss = 0;
  for (const pid of processes(server.child.pid)) {
    rss += Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1] ?? 0);
    pss += Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)?.[1] ?? 0);
  }
  return { rss: rss / 1024, pss: pss / 1024 };
}
export function disk(server) {
  const bytes = readFileSync(server.syncsFile);
  const [syncs, writes, written] = [0, 8, 16].map((at) => Number(bytes.readBigUInt64LE(at)));
  return { syncs, writes, written };
}
export function binaryMb() { return statSync(program).size / 1048576; }

// One request; the cookie jar is the account's own.
export function ask(server, account, method, path, form) {
  const body = form && new URLSearchParams(form).toString();
  return new Promise((answered, failed) => {
    const call = request(server.address + path, {
      method, rejectUnauthorized: false, agent: false,
      headers: {
        ...(account?.cookie && { cookie: account.cookie }),
        ...(body && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), origin: server.address }),
      },
    }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk) => { text += chunk; });
      answer.on('end', () => {
        const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0];
        if (cookie && account) account.cookie = cookie;
        answered({ status: answer.statusCode, headers: answer.headers, text });
      });
    });
    call.on('error', failed);
    call.end(body);
  });
}
export function hidden(html) {
  const fields = {};
  for (const [tag] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = tag.match(/name="([^"]*)"/)?.[1];
    if (name && !(name in fields)) fields[name] = tag.match(/value="([^"]*)"/)?.[1] ?? '';
  }
  return fields;
}
export async function signIn(server, account) {
  const page = await ask(server, account, 'GET', '/sign-in');
  const answer = await ask(server, account, 'POST', '/sign-in', { ...hidden(page.text), name: account.name, password: account.password });
  if (answer.status !== 303) throw new Error(`${account.name} could not sign in: ${answer.status}`);
}

// What the machine asks for at the least: see floor.c.
export function floor(...words) {
  return execFileSync(`${build}/bench/bench_floor`, words.map(String), { encoding: 'utf8' }).trim().split(' ').map(Number);
}
// The same server, connections and TLS with a file out of memory: no session, no look, no page made.
export async function floorOfAnswers(server, connections) {
  const door = await ask(server, null, 'GET', '/sign-in');
  const file = door.text.match(/href="(\/web\/style.css[^"]*)"/)[1];
  const before = cpuMs(server);
  const run = await load(server, [{ method: 'GET', path: file, cookie: '' }], { connections, seconds: 4 });
  must(run.errors === 0, `${run.errors} files were not answered`);
  return { cpu: (cpuMs(server) - before) / run.count, p99: run.p99, bytes: run.bytes / run.count };
}

// wrk with a list of requests; what it says, as numbers.
export function load(server, requests, { connections, seconds }) {
  const list = `${server.syncsFile}.requests`;
  writeFileSync(list, requests.map((r) => [r.method, r.path, r.cookie, r.body ?? ''].join('\t')).join('\n'));
  return new Promise((done, failed) => {
    const wrk = spawn('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', 'bench/load.lua', server.address], {
      env: { ...process.env, BENCH_REQUESTS: list, BENCH_SEED: '1' }, stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    wrk.stdout.on('data', (chunk) => { said += chunk; });
    wrk.on('exit', (code) => {
      const line = said.match(/^RESULT (.*)$/m)?.[1];
      if (code || !line) return failed(new Error(`wrk: ${said}`));
      const [count, micros, p50, p99, worst, errors, bytes] = line.split(' ').map(Number);
      done({ count, seconds: micros / 1e6, rate: count / (micros / 1e6), p50: p50 / 1e3, p99: p99 / 1e3, worst: worst / 1e3, errors, bytes });
    });
  });
}

export function report(name, figures, goals = {}) {
  const round = (value) => (Number.isInteger(value) ? value : Number(value.toPrecision(3)));
  console.log(name);
  for (const [what, value] of Object.entries(figures)) {
    const goal = goals[what];
    console.log(`  ${what.padEnd(34)} ${String(round(value)).padStart(10)}${goal ? `   goal ${goal.text}: ${goal.met(value) ? 'met' : 'NOT MET'}` : ''}`);
  }
}
export const atMost = (limit) => ({ text: `<= ${limit}`, met: (value) => value <= limit });
export const atLeast = (limit) => ({ text: `>= ${limit}`, met: (value) => value >= limit });
export function must(condition, message) {
  if (!condition) { console.error(`bench: ${message}`); process.exit(1); }
}

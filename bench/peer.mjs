// The peer of T1, when it is installed (Debian: veyon-service veyon-master
// x11vnc libqca-qt5-2-plugins): its server on the pupil's desktop, its master
// on a desktop of its own, looking each second, which is its standard. It has
// one configuration for the machine, so this is done by root, and not where
// somebody's own stands.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

const KEYS = '/etc/veyon/keys', NAME = 'campanella-bench', PORT = 11100;
const rest = (ms) => new Promise((done) => setTimeout(done, ms));
const cli = (...words) => execFileSync('veyon-cli', words, { encoding: 'utf8', env: { ...process.env, QT_QPA_PLATFORM: 'offscreen' }, stdio: ['ignore', 'pipe', 'ignore'], timeout: 20000 });
const children = (pid) => {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ')).filter(Boolean);
  } catch { return []; } // it has ended
};
const named = (pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();

// Its name and version, or null.
export function peer_version() {
  try {
    for (const program of ['veyon-server', 'veyon-master', 'veyon-cli', 'x11vnc']) execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    const version = execFileSync('dpkg-query', ['-W', '-f', '${Version}', 'veyon-service'], { encoding: 'utf8' });
    const others = existsSync(`${KEYS}/private`) && readdirSync(`${KEYS}/private`).some((one) => one !== NAME);
    return process.getuid() === 0 && !others ? `Veyon ${version}` : null;
  } catch { return null; }
}

// What the kernel has sent on connections: all that stands inside TCP, so with TLS, heads and pings.
export function sent_by_tcp(which) {
  const said = execFileSync('ss', ['-Htin', 'state', 'established', `( ${which} )`], { encoding: 'utf8' });
  return [...said.matchAll(/bytes_sent:(\d+)/g)].reduce((sum, one) => sum + Number(one[1]), 0);
}
const sent = () => sent_by_tcp(`sport = :${PORT}`);

export class Peer {
  started = [];
  constructor(build, mode, size) { Object.assign(this, { build, mode, size, folder: mkdtempSync(`${tmpdir()}/campanella-peer.`) }); }

  start(program, words, display) {
    const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: this.folder, XDG_RUNTIME_DIR: this.folder, ...(display && { DISPLAY: display }) } });
    this.started.push(child);
    return child;
  }

  async screen(size) {
    const child = this.start('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset']);
    return new Promise((ready, failed) => {
      child.stdio[3].once('data', (part) => ready(`:${String(part).trim()}`));
      child.once('exit', () => failed(new Error('Xvfb ended')));
    });
  }

  async open() {
    cli('config', 'clear');
    if (!existsSync(`${KEYS}/private/${NAME}`)) cli('authkeys', 'create', NAME);
    cli('config', 'set', 'Authentication/Method', '1');
    cli('config', 'set', 'Master/AutoSelectCurrentLocation', 'true');
    cli('networkobjects', 'add', 'location', 'room');
    cli('networkobjects', 'add', 'computer', 'pupil', '127.0.0.1', '', 'room');
    const pupil = await this.screen(this.size), teacher = await this.screen('1280x900');
    this.start(`${this.build}/demo/desktop`, [this.mode], pupil);
    this.server = this.start('veyon-server', [], pupil);
    await rest(4000);
    this.start('veyon-master', [], teacher);
    for (let i = 0; i < 200 && sent() < 10000; i++) await rest(100);
    if (sent() < 10000) throw new Error('its master sees no picture');
    await rest(5000);
  }

  async measure(seconds, cpuMs) {
    const all = [this.server.pid, ...children(this.server.pid)];
    const looking = all.filter((pid) => ['veyon-server', 'x11vnc'].includes(named(pid)));
    if (looking.length < 2) throw new Error('its grabber was not found');
    const before = { cpu: cpuMs(looking), bytes: sent() }, began = performance.now();
    await rest(seconds * 1000);
    const took = (performance.now() - began) / 1000;
    return { cpu: (cpuMs(looking) - before.cpu) / took, bytes: (sent() - before.bytes) / took,
      rss: all.reduce((sum, pid) => sum + Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024, 0) };
  }

  async close() {
    const all = this.server ? children(this.server.pid) : [];
    for (const child of this.started.reverse()) child.kill('SIGTERM');
    await rest(800);
    for (const pid of [...all, ...this.started.map((child) => child.pid)])
      try { process.kill(pid, 'SIGKILL'); } catch { /* gone already */ }
    try {
      cli('authkeys', 'delete', `${NAME}/private`);
      cli('authkeys', 'delete', `${NAME}/public`);
      cli('config', 'clear');
    } catch { /* it has said so itself */ }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// The real daemon on a free port of the loopback network, with a clock that
// the story moves. Whatever a sanitizer says, or a bad end, fails the story.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 40_000;

export const sanitized = {
	...process.env,
	ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=0:exitcode=99',
	UBSAN_OPTIONS: 'print_stacktrace=1',
};

export class Server {
	constructor(program, directory) {
		this.program = program;
		this.directory = directory;
		this.log = '';
	}

	get running() {
		return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
	}

	async start() {
		this.child = spawn(this.program, ['serve', this.directory, '--listen', '127.0.0.1:0'],
			{ env: sanitized, stdio: ['ignore', 'pipe', 'pipe'] });
		const child = this.child;
		child.stderr.on('data', (part) => { this.log += part; });
		const line = await new Promise((resolve, reject) => {
			let said = '';
			const timer = setTimeout(() => reject(new Error('the server did not get ready')), START_TIMEOUT_MS);
			child.stdout.on('data', (part) => {
				said += part;
				if (said.includes('\n')) {
					clearTimeout(timer);
					resolve(said.split('\n')[0]);
				}
			});
			child.on('exit', (code, signal) => {
				clearTimeout(timer);
				reject(new Error(`the server ended with ${signal ?? code}: ${this.log.slice(-800)}`));
			});
			child.on('error', reject);
		});
		const match = /^ready https:\/\/([^:]+|\[[^\]]+\]):(\d+)$/.exec(line);
		if (!match)
			throw new Error(`the server said "${line}"`);
		this.port = Number(match[2]);
		this.host = `${match[1]}:${match[2]}`;
		this.origin = `https://${this.host}`;
		this.certificate = fs.readFileSync(path.join(this.directory, 'tls', 'certificate.pem'));
	}

	// Resolves with the exit code, or the signal that ended it.
	async stop(signal = 'SIGTERM') {
		if (!this.running)
			return this.child?.exitCode ?? this.child?.signalCode;
		const ended = new Promise((resolve) => this.child.on('exit', (code, by) => resolve(by ?? code)));
		const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_TIMEOUT_MS);
		this.child.kill(signal);
		const how = await ended;
		clearTimeout(timer);
		return how;
	}

	// The process id of one of the daemon's own processes.
	process(name) {
		for (const entry of fs.readdirSync('/proc')) {
			if (!/^\d+$/.test(entry))
				continue;
			try {
				const stat = fs.readFileSync(`/proc/${entry}/stat`, 'utf8');
				const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
				const words = fs.readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
				if (parent === this.child.pid && words.includes(`@${name}`))
					return Number(entry);
			} catch { /* it has just ended */ }
		}
		throw new Error(`the daemon has no process ${name}`);
	}

	// What no test may end with: null, or the first lines of the report.
	report() {
		const found = /(ERROR: \w+Sanitizer|runtime error:|Assertion .* failed)/.exec(this.log);
		return found ? this.log.slice(Math.max(0, found.index - 200), found.index + 1500) : null;
	}
}

// Runs one command of the program; { code, out, error }
export function tool(program, operands, extra = {}) {
	return new Promise((resolve) => {
		const child = execFile(program, operands, { env: { ...sanitized, ...extra }, maxBuffer: 64 << 20, timeout: 120_000 },
			(failure, out, error) => resolve({ code: failure ? (failure.code ?? 1) : 0, out, error }));
		child.stdin.end();
	});
}

// What lies in the memory of the school's processes, read from outside them
// (T5). Only root may look; anybody else is told that nothing was looked at.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

const CHUNK = 1 << 22, REGION_MAX = 1 << 30;

export function children_of(pid) {
	return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)]).toString().split('\n').map(Number).filter(Boolean);
}

export function can_look(pid) {
	try {
		fs.closeSync(fs.openSync(`/proc/${pid}/mem`, 'r'));
		return true;
	} catch {
		return false;
	}
}

// Whether a program was built with something.
export function has_word(program, word) {
	return fs.readFileSync(program).includes(word);
}

// How often each of these byte strings stands in memory that the process can write; `dumped`: in
// what of it a core dump has ("dd" among a mapping's flags: it has not).
export function found_in(pid, markers, { dumped = false } = {}) {
	const found = markers.map(() => 0);
	const memory = fs.openSync(`/proc/${pid}/mem`, 'r');
	const room = Buffer.alloc(CHUNK);
	const mappings = fs.readFileSync(`/proc/${pid}/smaps`, 'latin1').split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/);
	for (const mapping of mappings) {
		const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(mapping) ?? [];
		if (dumped && /^VmFlags:.* dd( |$)/m.test(mapping))
			continue;
		if (!from || parseInt(to, 16) - parseInt(from, 16) > REGION_MAX)
			continue;
		const longest = Math.max(...markers.map((marker) => marker.length));
		for (let at = parseInt(from, 16); at < parseInt(to, 16); at += CHUNK - longest + 1) {
			let length;
			try {
				length = fs.readSync(memory, room, 0, Math.min(CHUNK, parseInt(to, 16) - at), at);
			} catch {
				break; // a page that is only promised
			}
			markers.forEach((marker, i) => {
				for (let place = room.subarray(0, length).indexOf(marker); place >= 0; place = room.subarray(0, length).indexOf(marker, place + 1))
					found[i]++;
			});
		}
	}
	fs.closeSync(memory);
	room.fill(0);
	return found;
}

export function found_in_files(folder, markers) {
	const found = markers.map(() => 0);
	for (const name of fs.readdirSync(folder, { recursive: true })) {
		const file = `${folder}/${name}`;
		if (fs.statSync(file).isFile())
			markers.forEach((marker, i) => { found[i] += fs.readFileSync(file).includes(marker); });
	}
	return found;
}

// KB of the process that the system has put on a disk, and what a core dump of it may hold.
export function swapped(pid) {
	return Number(/VmSwap:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1'))[1]);
}
export function core_bytes(pid) {
	return /Max core file size\s+(\S+)/.exec(fs.readFileSync(`/proc/${pid}/limits`, 'latin1'))[1];
}

// A teacher's page without a browser: asks for leases, keeps its line, and counts
// for itself what comes over it (the packet record of T6).
import { generateKeyPairSync } from 'node:crypto';
import { encode, Visitor } from '../stories/visitor.mjs';
import { forms_of } from '../stories/page.mjs';
import { Line } from './line.mjs';

export class Looker {
	frames = new Map(); // lease -> how many pictures
	unrecorded = 0;     // pictures that came before their look was in the table
	series = 0;
	open = [];          // leases of the series that is on

	constructor(school) {
		Object.assign(this, { school, visitor: new Visitor(school.server, '127.0.0.1') });
		this.key = generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64url');
	}

	async sign_in() {
		const { name, password } = this.school.account('teacher');
		await this.visitor.post('/sign-in', [['name', name], ['password', password]]);
		const page = await this.visitor.get(`/classes/${this.school.class}/wall`);
		this.token = forms_of(page.body).flatMap((form) => form.fields).find(([field]) => field === 'token')[1];
		return this;
	}

	// One more series for each of these devices; what the school answered for each.
	async look(devices, kind = 1) {
		for (const lease of this.open.splice(0))
			if (this.line && !this.line.closed)
				this.line.send('lease_end', { reason: 'closed' }, lease);
		this.series++;
		const see = devices.map((device) => ['see', `${device}:${kind}:${this.series}`]);
		const answer = await this.visitor.request('POST', `/classes/${this.school.class}/wall/leases`,
			{ body: encode([['token', this.token], ['key', this.key], ['ticket', this.ticket ?? ''], ...see]) });
		const given = JSON.parse(answer.body);
		this.ticket = given.ticket;
		this.open = given.tiles.map(({ lease }) => BigInt(lease)).filter(Boolean);
		if (!this.line || this.line.closed)
			await this.connect();
		return given.tiles;
	}

	async connect() {
		const line = this.line = await Line.open(this.school.devices_port);
		line.send('viewer_hello', { ticket: Buffer.from(this.ticket, 'base64url') });
		line.heard = ({ name, lease }) => {
			if (name !== 'frame_key' && name !== 'frame_tiles')
				return;
			if (!this.frames.has(lease) && this.school.sql(`select count(*) from view_log where id = ${lease}`) !== '1')
				this.unrecorded++;
			this.frames.set(lease, (this.frames.get(lease) ?? 0) + 1);
		};
	}

	close() {
		this.line?.close();
	}
}

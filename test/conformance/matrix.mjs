// T2: what has to be put to each kind of device, and what came of it. Captures
// are counted outside the device: between agent and display, or by the browser
// itself. A row or a code that was not tried is a failed test.
const rows = ["timetable", "calendar", "location", "role", "clock", "signature", "expiry", "replay", "stale policy",
	"remote exception", "restricted pupil"];
const codes = ["esig", "edev", "erole", "egroup", "etime", "eloc", "eclock", "epolicy", "eexp", "ereplay", "eind", "euser", "ecap"];

export class Matrix {
	cells = []; // { row, code, captures }, of refusals as they should be
	controls = []; // captures of good leases

	refused(row, code, captures) {
		if (row !== undefined && !rows.includes(row))
			throw new Error(`${row} is no row of the matrix`);
		this.cells.push({ row, code, captures });
	}
	allowed(row, captures) {
		this.controls.push({ row, captures });
	}
	/** What is wrong with it as a whole; empty when nothing is. */
	problems() {
		const tried = new Set(this.cells.map((one) => one.row)), said = new Set(this.cells.map((one) => one.code));
		return [...rows.filter((row) => !tried.has(row)).map((row) => `no refusal for ${row}`),
			...codes.filter((code) => !said.has(code)).map((code) => `nobody said ${code}`),
			...this.cells.filter((one) => one.captures !== 0).map((one) => `${one.captures} captures at ${one.row ?? one.code}`),
			...this.controls.filter((one) => !(one.captures > 0)).map((one) => `the control of ${one.row ?? "a good lease"} shows nothing: the counter is blind`),
			...this.controls.length > 0 ? [] : ["no control"]];
	}
	line(device) {
		const sum = (list) => list.reduce((all, one) => all + one.captures, 0);
		return `${device}: ${new Set(this.cells.map((one) => one.row).filter(Boolean)).size} of ${rows.length} rows and ${new Set(this.cells.map((one) => one.code)).size} of ${codes.length} codes, ` +
			`${this.cells.length} refusals of the matrix with ${sum(this.cells)} captures, ${this.controls.length} controls with ${sum(this.controls)}`;
	}
}

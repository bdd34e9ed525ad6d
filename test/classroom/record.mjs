// The school's side of the record of who looked (CLS-31), as src/classroom/view_log.c
// keeps it, but made here: a third hand that counts for itself.
import { createHash } from "node:crypto";

const kinds = ["none", "thumb", "full", "tabs"];
const eight = number => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(number)));
	return bytes;
};

export function entry_of(previous, terms, at) {
	return createHash("sha256").update("campanella/view/1\0").update(previous)
		.update(eight(terms.lease)).update(eight(terms.device)).update(eight(terms.pupil)).update(eight(terms.class)).update(eight(terms.teacher))
		.update(Buffer.of(kinds.indexOf(terms.kind), terms.remote)).update(eight(at)).update(terms.page_key).digest();
}

export class ViewRecord {
	looks = []; // { lease, at, head, told_again }
	get head() {
		return this.looks.at(-1)?.head ?? Buffer.alloc(32);
	}
	// False: it does not continue ours.
	add(terms, at, previous, told_again = false) {
		if (!this.head.equals(Buffer.from(previous)) || this.looks.some(one => one.lease === terms.lease))
			return false;
		this.looks.push({ lease: terms.lease, at: Number(at), head: entry_of(this.head, terms, at), told_again });
		return true;
	}
}

// Who this browser is to the school (CLS-14): a key made here, which WebCrypto
// does not give out, in a store of the extension alone.
import { makeIdentityKeys } from "./seal.js";

function store() {
	return new Promise((resolve, reject) => {
		const asked = indexedDB.open("campanella", 1);
		asked.onupgradeneeded = () => asked.result.createObjectStore("identity");
		asked.onsuccess = () => resolve(asked.result);
		asked.onerror = () => reject(asked.error);
	});
}

async function inStore(mode, work) {
	const db = await store();
	try {
		return await new Promise((resolve, reject) => {
			const transaction = db.transaction("identity", mode, { durability: "strict" });
			const asked = work(transaction.objectStore("identity"));
			transaction.oncomplete = () => resolve(asked.result);
			transaction.onerror = transaction.onabort = () => reject(transaction.error);
		});
	} finally {
		db.close();
	}
}

/** { device, policyKey, secret, open, server, code, school }, or undefined before the enrolment. */
export const loadIdentity = () => inStore("readonly", (table) => table.get("own"));
export const keepIdentity = (identity) => inStore("readwrite", (table) => table.put(identity, "own"));

/** Kept at once, under another name: a store that takes nothing costs no use of the code. */
export async function makeIdentity(server, code) {
	const made = { ...await makeIdentityKeys(), server, code };
	await inStore("readwrite", (table) => table.put(made, "next"));
	return made;
}

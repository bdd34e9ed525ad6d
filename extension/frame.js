// One picture, or one list of pages, as a message that only the teacher's page
// can open. The sealed bytes cover the head, so the length comes first.
import { encode, pack } from "./wire.js";
import { seal, wrapFor } from "./seal.js";

const TAG_BYTES = 16;
const names = { picture: "frame_key", tiles: "frame_tiles", open_tabs: "tabs" };

/** { name, bytes } of what the series shows now; leases are those whose notice was acknowledged. */
export async function frameOf(identity, series, leases, sequence, { form, text }) {
	const name = names[form];
	const wraps = form === "tiles" ? undefined : await Promise.all(leases.map((lease) => wrapFor(identity, lease.terms, series.content)));
	const about = { sequence, lease: series.leader };
	const head = encode(name, { wraps, sealed: new Uint8Array(text.length + TAG_BYTES) }, about).slice(0, 17);
	const sealed = await seal(series.content, sequence, head, text);
	return encode(name, { wraps, sealed }, about);
}

const bytes = new TextEncoder();
const control = /[\u0000-\u001f\u007f-\u009f]/g;

/** A text as the wire takes it: no control characters, whole letters, no longer than this many bytes. */
export function clipped(text, most) {
	const all = String(text ?? ""); // a page's address may have megabytes
	let clean = all.slice(0, most + 1).replace(control, " ").toWellFormed();
	while (bytes.encode(clean).length > most)
		clean = clean.slice(0, -Math.max(1, (bytes.encode(clean).length - most) >> 2)).toWellFormed().replace(/\ufffd$/, "");
	return clean;
}

const TABS_MAX = 100;

/** The open pages as bytes to be sealed (CLS-42). */
export function tabsText(tabs) {
	return { form: "open_tabs", text: pack("open_tabs", { tabs: tabs.slice(0, TABS_MAX).map((tab) => ({ tab: tab.id,
		active: tab.active ? 1 : 0, title: clipped(tab.title, 200), url: clipped(tab.url, 2000) })) }) };
}

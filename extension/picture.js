// From the page in front to JPEG: a thumbnail or the page at full size, whole or
// only the rows of tiles that differ from the last time.
import { pack } from "./wire.js";
import { isShown } from "./indicator.js";
import { within } from "./turn.js";

const sizes = { thumb: { width: 480, height: 270, tile: 60, quality: 0.5 },
	full: { width: 1920, height: 1080, tile: 120, quality: 0.5 } };
const TILE_BYTES_MAX = 200000;
const CAPTURE_WAIT_MS = 3000;

/**
 * The page in front as a bitmap; null when there is nothing to show: no window,
 * or a page of the browser itself. Takes the indicator's word that the pupil
 * can read who looks (CLS-26).
 */
export async function grab(shown) {
	if (!isShown(shown))
		throw new Error("no picture without the indicator");
	try {
		const { window } = shown;
		if (!window || window.state === "minimized")
			return null;
		const url = await within(CAPTURE_WAIT_MS, chrome.tabs.captureVisibleTab(window.id, { format: "jpeg", quality: 90 }));
		return url && await createImageBitmap(await (await fetch(url)).blob());
	} catch {
		return null;
	}
}

// Tells tiles apart; nobody gains by making two that are not told apart.
function hashOf(pixels, width, x, y, right, bottom) {
	let one = 0x811c9dc5, other = 0x9747b28c;
	for (let row = y; row < bottom; row++)
		for (let at = row * width + x, end = row * width + right; at < end; at++) {
			one = Math.imul(one ^ pixels[at], 0x01000193);
			other = Math.imul(other + pixels[at] | 0, 0x85ebca6b) ^ other >>> 13;
		}
	return (one >>> 0) * 0x200000 + (other >>> 11);
}

/** One kind of pictures and what was last sent of it. */
export class Picture {
	constructor(kind) {
		Object.assign(this, { most: sizes[kind], tile: sizes[kind].tile, canvas: null, hashes: [], isNothing: false });
	}

	/** { form, text } to be sealed, or null when nothing has changed. */
	async take(bitmap, whole) {
		if (!bitmap)
			return this.nothing(whole);
		const resized = this.draw(bitmap);
		const changed = this.changedRows();
		if (whole || resized || this.isNothing) {
			this.isNothing = false;
			return { form: "picture", text: pack("picture", { ...this.size, jpeg: await this.encode(0, 0, this.size.width, this.size.height) }) };
		}
		if (changed.length === 0)
			return null;
		const tiles = [];
		for (const { x, y, width, height } of changed)
			tiles.push({ x, y, width, height, form: "jpeg", content: await this.encode(x, y, width, height) });
		if (tiles.some((tile) => tile.content.length > TILE_BYTES_MAX))
			return this.take(bitmap, true);
		return { form: "tiles", text: pack("tiles", { ...this.size, tiles }) };
	}

	// A picture without size says that there is none; only the teacher's page can read even that.
	nothing(whole) {
		this.hashes = [];
		if (this.isNothing && !whole)
			return null;
		this.isNothing = true;
		return { form: "picture", text: pack("picture", {}) };
	}

	draw(bitmap) {
		const scale = Math.min(this.most.width / bitmap.width, this.most.height / bitmap.height, 1);
		const width = Math.max(1, Math.round(bitmap.width * scale)), height = Math.max(1, Math.round(bitmap.height * scale));
		const resized = !this.size || this.size.width !== width || this.size.height !== height;
		if (resized) {
			this.size = { width, height };
			this.canvas = new OffscreenCanvas(width, height);
			this.pen = this.canvas.getContext("2d", { willReadFrequently: true, alpha: false });
			this.hashes = [];
		}
		this.pen.imageSmoothingQuality = "medium";
		this.pen.drawImage(bitmap, 0, 0, width, height);
		return resized;
	}

	// In each row of tiles, from the first that changed to the last: one JPEG, whose head is paid once.
	changedRows() {
		const { width, height } = this.size;
		const pixels = new Int32Array(this.pen.getImageData(0, 0, width, height).data.buffer);
		const changed = [];
		for (let y = 0, at = 0; y < height; y += this.tile) {
			const bottom = Math.min(y + this.tile, height);
			let from = -1, to = -1;
			for (let x = 0; x < width; x += this.tile, at++) {
				const right = Math.min(x + this.tile, width), hash = hashOf(pixels, width, x, y, right, bottom);
				if (hash !== this.hashes[at]) {
					from = from < 0 ? x : from;
					to = right;
				}
				this.hashes[at] = hash;
			}
			if (from >= 0)
				changed.push({ x: from, y, width: to - from, height: bottom - y });
		}
		return changed;
	}

	async encode(x, y, width, height) {
		let canvas = this.canvas;
		if (width !== canvas.width || height !== canvas.height) {
			canvas = new OffscreenCanvas(width, height);
			canvas.getContext("2d", { alpha: false }).drawImage(this.canvas, x, y, width, height, 0, 0, width, height);
		}
		const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: this.most.quality });
		return new Uint8Array(await blob.arrayBuffer());
	}
}

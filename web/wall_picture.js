// From the opened bytes of a picture to the canvas. A pupil's device made them,
// and it may be one that lies: nothing is decoded before its size is known to be
// the one it should have.

const MOST = { thumb: 480 * 270, full: 7680 * 4320, pixels: 65536 }; // points

/**
 * Draws over all of the canvas. mayDraw is awaited last of all, with the picture
 * ready: false, and nothing is drawn. Returns what it said.
 */
export async function drawWhole(canvas, kind, picture, mayDraw) {
	must(picture.width * picture.height <= MOST[kind]);
	const bitmap = await bitmapOf(picture.jpeg, picture.width, picture.height);
	const may = await mayDraw();
	if (may) {
		canvas.width = picture.width;
		canvas.height = picture.height;
		canvas.getContext("2d").drawImage(bitmap, 0, 0);
	}
	bitmap.close();
	return may;
}

/** Draws what changed over what is there, all of it at once; no two pieces lie on each other. */
export async function drawTiles(canvas, { width, height, tiles }, mayDraw) {
	must(width === canvas.width && height === canvas.height && fit(width, height, tiles));
	const ready = await Promise.all(tiles.map(readyToDraw));
	const may = await mayDraw();
	for (const draw of ready)
		draw(may && canvas.getContext("2d"));
}

// What draws the piece with a pen, and without one only lets it go.
async function readyToDraw(tile) {
	if (tile.form === "pixels") {
		const image = new ImageData(await pixelsOf(tile), tile.width, tile.height);
		return (pen) => pen && pen.putImageData(image, tile.x, tile.y);
	}
	const bitmap = await bitmapOf(tile.content, tile.width, tile.height);
	return (pen) => {
		if (pen)
			pen.drawImage(bitmap, tile.x, tile.y);
		bitmap.close();
	};
}

function must(good) {
	if (!good)
		throw new Error("not a picture as a device makes it");
}

/** All inside the picture, and together not more than it has points. */
export function fit(width, height, tiles) {
	return tiles.every((tile) => tile.width > 0 && tile.height > 0 && tile.x + tile.width <= width && tile.y + tile.height <= height) &&
		tiles.reduce((sum, tile) => sum + tile.width * tile.height, 0) <= width * height;
}

async function bitmapOf(jpeg, width, height) {
	const size = jpegSize(jpeg);
	must(size && size.width === width && size.height === height);
	return createImageBitmap(new Blob([jpeg], { type: "image/jpeg" }));
}

/** { width, height } of a baseline JPEG, null for anything else. */
export function jpegSize(bytes) {
	if (bytes[0] !== 0xff || bytes[1] !== 0xd8)
		return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
		const marker = bytes[at + 1];
		if (marker === 0xc0)
			return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
		const isTable = marker === 0xdb || marker === 0xc4 || marker === 0xdd || marker === 0xfe || (marker >= 0xe0 && marker <= 0xef);
		if (!isTable)
			return null;
	}
	return null;
}

/** Red, green, blue and opaque of each pixel: exactly as many as the tile has, or it throws. */
export async function pixelsOf({ width, height, content }) {
	must(width * height <= MOST.pixels);
	const to = new Uint8ClampedArray(width * height * 4).fill(255), most = width * height * 3;
	const stream = new DecompressionStream("deflate-raw"), writer = stream.writable.getWriter(), reader = stream.readable.getReader();
	writer.write(content).then(() => writer.close()).catch(() => {}); // what is wrong with it, the reader says
	let length = 0;
	for (let part; !(part = await reader.read()).done;) {
		if (length + part.value.length > most)
			await reader.cancel();
		must(length + part.value.length <= most);
		for (let i = 0, at = length; i < part.value.length; i++, at++)
			to[(at / 3 | 0) * 4 + at % 3] = part.value[i];
		length += part.value.length;
	}
	must(length === most);
	return to;
}

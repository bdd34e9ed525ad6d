// What the wall lets a device make it decode (T8): sizes are known before, and
// whatever the bytes are, it is a tile of its size or an error.
//   node test/wall/picture_test.mjs
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

const { fit, jpegSize, pixelsOf } = await import('data:text/javascript;base64,' + readFileSync(new URL('../../web/wall_picture.js', import.meta.url)).toString('base64'));
let passed = 0, failed = 0;
async function check(name, work) {
	try {
		await work();
		passed++;
	} catch (error) {
		failed++;
		console.log(`FAIL ${name}\n     ${error.stack}`);
	}
}

const rgb = (width, height) => Uint8Array.from({ length: width * height * 3 }, (_, i) => i * 31 % 251);
const tile = (width, height, bytes = rgb(width, height)) => ({ x: 0, y: 0, width, height, form: 'pixels', content: new Uint8Array(deflateRawSync(bytes)) });

await check('pixels come back, each opaque', async () => {
	for (const [width, height] of [[1, 1], [7, 9], [40, 16], [256, 256]]) {
		const got = await pixelsOf(tile(width, height)), from = rgb(width, height);
		assert.equal(got.length, width * height * 4);
		for (let i = 0; i < width * height; i++)
			assert.deepEqual([...got.subarray(i * 4, i * 4 + 4)], [...from.subarray(i * 3, i * 3 + 3), 255]);
	}
});

await check('fewer or more bytes than the tile has are no picture, however many', async () => {
	for (const bytes of [new Uint8Array(0), new Uint8Array(11), new Uint8Array(13), new Uint8Array(100e6)])
		await assert.rejects(pixelsOf(tile(2, 2, bytes)));
});

await check('a tile larger than pixels may be is refused before anything is made of it', async () => {
	await assert.rejects(pixelsOf({ ...tile(1, 1), width: 65535, height: 65535 }));
	await assert.rejects(pixelsOf(tile(257, 256)));
});

await check('what has no end is refused', async () => {
	const good = tile(7, 9);
	await assert.rejects(pixelsOf({ ...good, content: good.content.subarray(0, -1) }));
});

await check('spoilt bytes give a tile of its size or an error, never anything else', async () => {
	const good = tile(12, 10);
	let state = 1, tiles = 0, errors = 0;
	const chance = (most) => (state = Math.imul(state, 1664525) + 1013904223 >>> 0) % most;
	for (let i = 0; i < 3000; i++) {
		const content = good.content.slice(0, 1 + chance(good.content.length));
		for (let n = chance(4); n >= 0; n--)
			content[chance(content.length)] = chance(256);
		await pixelsOf({ ...good, content }).then((got) => { assert.equal(got.length, 480); tiles++; },
			(error) => { assert.ok(error instanceof Error); errors++; });
	}
	assert.equal(tiles + errors, 3000);
	assert.ok(errors > 2000);
});

const segment = (marker, ...bytes) => [0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 255, ...bytes];
const frame = (marker, width, height) => segment(marker, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 17, 0);
const jpeg = (...parts) => Uint8Array.from([0xff, 0xd8, ...parts.flat()]);

await check('the size of a JPEG is in its head, and only a baseline one has one', () => {
	assert.deepEqual(jpegSize(jpeg(segment(0xe0, 1, 2), segment(0xdb, ...Array(65).fill(9)), frame(0xc0, 480, 270))), { width: 480, height: 270 });
	assert.deepEqual(jpegSize(jpeg(frame(0xc0, 65535, 65535))), { width: 65535, height: 65535 });
	for (const bytes of [jpeg(frame(0xc2, 480, 270)), jpeg(segment(0xda, 1), frame(0xc0, 480, 270)), jpeg(), new Uint8Array(0),
		jpeg(frame(0xc0, 480, 270)).subarray(0, 9), jpeg([0xff, 0xe0, 0xff, 0xff]), jpeg([0, ...frame(0xc0, 480, 270)]),
		Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')])
		assert.equal(jpegSize(bytes), null);
});

await check('heads that lie about their length end', () => {
	for (let length = 0; length < 4; length++)
		jpegSize(jpeg(Array(5000).fill([0xff, 0xe0, 0, length]).flat()));
});

await check('tiles lie inside the picture, and together are not more than it', () => {
	const at = (x, y, width, height) => ({ x, y, width, height });
	assert.ok(fit(100, 50, [at(0, 0, 50, 50), at(50, 0, 50, 50)]));
	assert.ok(fit(100, 50, []));
	for (const tiles of [[at(51, 0, 50, 50)], [at(0, 1, 50, 50)], [at(0, 0, 0, 5)], [at(0, 0, 5, 0)], [at(0, 0, 100, 50), at(0, 0, 1, 1)],
		[at(65535, 0, 65535, 1)]])
		assert.ok(!fit(100, 50, tiles));
});

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

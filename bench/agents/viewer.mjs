// A teacher's open wall without a browser: the leases, the socket, and the
// pictures opened as the page opens them (CLS-38), in a process of its own so
// that its work is not counted as anybody else's.
import { createDecipheriv, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, verify } from 'node:crypto';
import { connect } from 'node:tls';

const raw = (key) => key.export({ format: 'der', type: 'spki' }).subarray(-32);
const publicKey = (oid, bytes) => createPublicKey({ key: Buffer.concat([Buffer.from(`302a30050603${oid}032100`, 'hex'), bytes]), format: 'der', type: 'spki' });

function openSealed(key, nonce, aad, sealed) {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

export class Viewer {
  opened = 0;      // pictures and changes whose seal this key opened
  closed = 0;      // that it did not
  bytes = 0;       // as they came
  refusals = {};
  series = new Map();  // lease that leads -> content key
  devices = new Map(); // lease -> the device's own key
  early = [];      // faster than the answer that names the lease
  page = generateKeyPairSync('x25519');
  ticket = '';
  sequence = 0;

  constructor({ wire, ask, path, devices, port, token }) {
    Object.assign(this, { wire, ask, path, tiles: devices, port, token });
  }

  // What the page asks for each 20 s.
  async renew() {
    const body = [['token', this.token], ['key', raw(this.page.publicKey).toString('base64url')], ['ticket', this.ticket],
      ...this.tiles.map((device) => ['see', `${device}:1:1`])];
    const answer = await this.ask('POST', `${this.path}/leases`, body);
    if (answer.status !== 200) throw new Error(`leases: ${answer.status}`);
    const said = JSON.parse(answer.text);
    this.ticket = said.ticket;
    for (const tile of said.tiles) {
      if (tile.code) this.refusals[tile.code] = (this.refusals[tile.code] ?? 0) + 1;
      else this.devices.set(BigInt(tile.lease), Buffer.from(tile.key, 'base64url'));
    }
    for (const bytes of this.early.splice(0)) this.take(bytes);
  }

  open() {
    return new Promise((ready, failed) => {
      this.socket = connect({ host: '127.0.0.1', port: this.port, rejectUnauthorized: false }, () => {
        this.socket.write('GET /wall HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n');
      });
      this.parts = [];
      this.have = 0;
      this.socket.on('error', failed);
      this.socket.on('data', (bytes) => {
        this.parts.push(bytes);
        this.have += bytes.length;
        if (this.have >= (this.need ?? 0)) this.cut(ready);
      });
    });
  }

  cut(ready) {
    let left = this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts);
    if (!this.upgraded) {
      const end = left.indexOf('\r\n\r\n');
      if (end < 0) { this.parts = [left]; return; }
      this.upgraded = true;
      left = left.subarray(end + 4);
      this.say('viewer_hello', { ticket: Buffer.from(this.ticket, 'base64url') });
      ready();
    }
    this.need = 0;
    while (left.length >= 2) {
      let length = left[1] & 127, at = 2;
      if (length === 126) { if (left.length < 4) break; length = left.readUInt16BE(2); at = 4; }
      else if (length === 127) { if (left.length < 10) break; length = Number(left.readBigUInt64BE(2)); at = 10; }
      if (left.length < at + length) { this.need = at + length; break; }
      this.take(left.subarray(at, at + length));
      left = left.subarray(at + length);
    }
    this.parts = [left];
    this.have = left.length;
  }

  say(name, fields, lease = 0n) {
    const bytes = Buffer.from(this.wire.encode(name, fields, { sequence: ++this.sequence, lease }));
    if (bytes.length > 125) throw new Error('too long for a viewer');
    this.socket.write(Buffer.concat([Buffer.from([0x82, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]));
  }

  take(bytes) {
    const message = this.wire.decode(bytes, 'server');
    if (message.name === 'ping') this.say('ping', { content: new Uint8Array(0) });
    if (message.name !== 'frame_key' && message.name !== 'frame_tiles') return;
    const { fields, lease, head, sequence, name } = message;
    if (name === 'frame_key') {
      const wrap = fields.wraps.find((one) => this.devices.has(one.lease));
      if (!wrap) { this.early.push(Buffer.from(bytes)); return; }
      this.series.set(lease, this.keyOf(wrap));
    } else if (!this.series.has(lease)) {
      return; // changes to a picture that is still to come
    }
    this.bytes += bytes.length;
    try {
      const nonce = Buffer.alloc(12);
      nonce.writeUInt32BE(sequence, 8);
      this.wire.unpack(name === 'frame_key' ? 'picture' : 'tiles', openSealed(this.series.get(lease), nonce, head, fields.sealed));
      this.opened++;
    } catch { this.closed++; }
  }

  keyOf(wrap) {
    const proof = this.wire.pack('key_proof', { lease: wrap.lease, nonce: wrap.nonce, page_key: raw(this.page.publicKey), ephemeral: wrap.ephemeral });
    if (!verify(null, this.wire.signed_bytes('key_proof', proof), publicKey('2b6570', this.devices.get(wrap.lease)), wrap.signature))
      throw new Error('not sealed by this device');
    const secret = diffieHellman({ privateKey: this.page.privateKey, publicKey: publicKey('2b656e', wrap.ephemeral) });
    const info = Buffer.concat([Buffer.from('campanella/frame/1'), Buffer.from(this.wire.pack('class', { class: wrap.lease }))]);
    return openSealed(Buffer.from(hkdfSync('sha256', secret, wrap.nonce, info, 32)), Buffer.alloc(12), Buffer.alloc(0), wrap.wrapped);
  }
}

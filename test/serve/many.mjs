// many.mjs HOST:PORT COUNT: so many connections at once, each over TLS and
// answered; prints how many were. Each sends its request when all are open.
import { connect } from 'node:tls';

const [place, count] = process.argv.slice(2);
const [host, port] = place.split(':');
let open = 0, answered = 0;
const sockets = [];
const end = () => { console.log(`${open} open, ${answered} answered`); process.exit(answered === Number(count) ? 0 : 1); };
setTimeout(end, 20000);
for (let i = 0; i < count; i++) {
	const socket = connect({ host, port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] }, () => {
		if (++open === Number(count))
			for (const one of sockets)
				one.write(`GET /sign-in HTTP/1.1\r\nHost: ${place}\r\n\r\n`);
	});
	socket.once('data', (bytes) => {
		if (String(bytes).startsWith('HTTP/1.1 200') && ++answered === Number(count))
			end();
	});
	socket.on('error', () => {});
	sockets.push(socket);
}

// A network that lets no WebSocket through: it ends TLS with the school's own
// certificate, as nobody else could without being noticed (CLS-14), passes plain
// requests on and says no to every upgrade.
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';

export class Proxy {
	refused = 0;
	passed = 0;

	async open(school) {
		const part = (name) => fs.readFileSync(path.join(school.directory, 'tls', name));
		this.server = https.createServer({ cert: part('certificate.pem'), key: part('key.pem') }, (request, response) => {
			this.passed++;
			const { method, url, headers } = request;
			const onward = https.request({ host: '127.0.0.1', port: school.devices_port, method, path: url, headers, rejectUnauthorized: false },
				(answer) => answer.pipe(response.writeHead(answer.statusCode, answer.headers)));
			onward.on('error', () => response.destroy());
			request.pipe(onward);
		});
		this.server.on('upgrade', (request, stream) => {
			this.refused++;
			stream.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
		});
		await new Promise((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
		this.port = this.server.address().port;
		return this;
	}

	close() {
		this.server.closeAllConnections();
		this.server.close();
	}
}

// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

// Stands before a daemon: built files are there whether it runs or not, everything else goes
// through, as long as the network is up.
export class Front {
  // Bytes go nowhere, in either direction, and nobody is told.
  silent = false;
  #down = false;
  // Connections for the control plane that were let through.
  syncs = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(
    private readonly files: string,
    private readonly port: () => number,
    // Every address that a person goes to is a page.
    private readonly pages: boolean,
  ) {
    this.#server = createServer((asked, answer) => {
      const path = new URL(asked.url ?? '/', 'http://front').pathname;
      const page = path === '/' || (this.pages && asked.headers['sec-fetch-dest'] === 'document');
      const file = join(this.files, page ? 'index.html' : path);
      if (asked.method === 'GET' && existsSync(file)) {
        answer.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'text/plain' });
        answer.end(readFileSync(file));
        return;
      }
      if (this.#down) answer.destroy();
      if (this.silent || this.#down) return;
      const { method, headers, url } = asked;
      const passed = request({ port: this.port(), host: '127.0.0.1', method, headers, path: url });
      passed.on('response', (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers);
        got.pipe(answer);
      });
      passed.on('error', () => answer.destroy());
      asked.pipe(passed);
    });
    this.#server.on('upgrade', (asked: IncomingMessage, socket: Socket) =>
      this.#join(asked, socket),
    );
  }

  static async start(files: string, port: () => number, pages = false): Promise<Front> {
    const front = new Front(files, port, pages);
    await new Promise<void>((resolve) => front.#server.listen(0, '127.0.0.1', resolve));
    return front;
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  // Every connection ends, and no new one is made until it is mended.
  cut(): void {
    this.#down = true;
    for (const socket of this.#sockets) socket.destroy();
  }
  mend(): void {
    this.#down = false;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(asked: IncomingMessage, socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    if (this.#down) socket.destroy();
    if (this.silent || this.#down) return;
    if (asked.url === '/api/sync') this.syncs++;
    const passed = connect(this.port(), '127.0.0.1', () => {
      const names = asked.rawHeaders.filter((_, i) => i % 2 === 0);
      const lines = names.map((name, i) => `${name}: ${asked.rawHeaders[2 * i + 1] ?? ''}`);
      passed.write(`GET ${asked.url ?? ''} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    });
    const end = (): void => {
      if (this.silent) return;
      socket.destroy();
      passed.destroy();
    };
    passed.on('error', end);
    passed.on('close', end);
    socket.on('close', () => passed.destroy());
    socket.on('data', (bytes) => this.silent || passed.write(bytes));
    passed.on('data', (bytes) => this.silent || socket.write(bytes));
  }
}

// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join } from 'node:path';
import type { ApiKey, ProjectRow, RunRow, User } from '../../src/connection/types';

// Serves the built page as the daemon does, with its policy, and answers what the shell asks from
// memory. A test sets the fields, and can cut the live connection.

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const policy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; object-src 'none'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export const password = 'correct horse battery';

export class FakeDaemon {
  user: User = {
    id: 1,
    name: 'ana',
    full_name: 'Ana Kim',
    email: '',
    admin: true,
    language: '',
    theme: '',
    has_password: true,
  };
  keys: ApiKey[] = [];
  projects: ProjectRow[] = [];
  running: RunRow[] = [];
  link: string | undefined;
  signedIn = true;
  // Refuses live connections, as when the daemon is away.
  deaf = false;
  // Takes requests and never answers, as a network that loses everything.
  silent = false;
  readonly requests: string[] = [];

  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(
    // The folder of the built page; another one is a newer daemon.
    public dist: string,
  ) {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('upgrade', (request, socket) => this.#upgrade(request, socket as Socket));
  }

  static async start(dist: string): Promise<FakeDaemon> {
    const daemon = new FakeDaemon(dist);
    await new Promise<void>((resolve) => daemon.#server.listen(0, '127.0.0.1', resolve));
    return daemon;
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  // Tells every page that something changed.
  changed(scope: string, version: number): void {
    for (const socket of this.#sockets) send(socket, { t: 'changed', scope, version });
  }

  // The network is back; what hung in it is lost.
  wake(): void {
    this.silent = false;
    this.#server.closeAllConnections();
    this.cut();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.silent) return;
    const path = new URL(request.url ?? '/', this.origin).pathname;
    if (!path.startsWith('/api/')) return this.#file(path, response);
    const name = `${request.method ?? ''} ${path}`;
    this.requests.push(name);
    if (request.method !== 'GET' && request.headers['x-ensemble-request'] !== '1') {
      return refuse(response, 403, 'forbidden', 'The header X-Ensemble-Request is missing.');
    }
    const body = JSON.parse((await read(request)) || '{}') as Record<string, string>;
    if (name === 'POST /api/session') return this.#signIn(body, response);
    if (path.startsWith('/api/join/')) return refuse(response, 404, 'not_found', 'It is gone.');
    if (!this.signedIn) return refuse(response, 401, 'unauthenticated', 'Sign in.');
    this.#signedInAnswer(name, body, response);
  }

  #session(): object {
    return { user: this.user, server: { version: '0.1.0', time_ms: Date.now(), mails: false } };
  }

  #signIn(body: Record<string, string>, response: ServerResponse): void {
    const byLink = body['token'] !== undefined && body['token'] === this.link;
    const byPassword = body['name'] === this.user.name && body['password'] === password;
    if (!byLink && !byPassword) return refuse(response, 401, 'unauthenticated', 'Wrong.');
    if (byLink) this.link = undefined;
    this.signedIn = true;
    json(response, this.#session());
  }

  #signedInAnswer(name: string, body: Record<string, string>, response: ServerResponse): void {
    const removed = /^DELETE \/api\/keys\/(\d+)$/.exec(name)?.[1];
    if (removed !== undefined) {
      this.keys = this.keys.filter((key) => key.id !== Number(removed));
      return empty(response);
    }
    switch (name) {
      case 'GET /api/session':
        return json(response, this.#session());
      case 'DELETE /api/session':
        this.signedIn = false;
        return empty(response);
      case 'PATCH /api/user':
        this.user = { ...this.user, ...body };
        return json(response, this.user);
      case 'PUT /api/user/password':
        this.user = { ...this.user, has_password: true };
        return empty(response);
      case 'GET /api/keys':
        return json(response, { keys: this.keys });
      case 'POST /api/keys':
        return this.#makeKey(body['name'] ?? '', response);
      case 'GET /api/home':
        return json(response, {
          projects: this.projects,
          running: this.running,
          teams: [this.user.name],
        });
      default:
        return refuse(response, 404, 'not_found', 'There is nothing here.');
    }
  }

  #makeKey(name: string, response: ServerResponse): void {
    const id = Math.max(0, ...this.keys.map((key) => key.id)) + 1;
    const now = Date.now();
    const key: ApiKey = {
      ...{ id, name, prefix: 'ens-ab12', team: 0, project: 0, read_only: false },
      ...{ created_at_ms: now, expires_at_ms: null, last_used_at_ms: null },
    };
    this.keys = [key, ...this.keys];
    json(response, { key, secret: `ens-ab12${'0123456789abcdef'.repeat(3)}` }, 201);
  }

  #file(path: string, response: ServerResponse): void {
    const wanted = join(this.dist, path);
    const isFile = extname(path) !== '' && existsSync(wanted);
    const file = isFile ? wanted : join(this.dist, 'index.html');
    response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'text/plain',
      'Content-Security-Policy': policy,
      'Cache-Control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
    });
    response.end(readFileSync(file));
  }

  // Of the control plane there is only the person here.
  #greetings(sync: boolean): readonly object[] {
    if (!sync) return [{ t: 'hello_ok', proto: 1, server_time_ms: 0 }];
    const { id, name, full_name, admin, email } = this.user;
    const now_ms = Date.now();
    const user = { k: 'user', v: 1, id, name, full_name, kind: 'person', admin, created_at_ms: 1 };
    const account = { k: 'account', v: 1, user: id, email };
    const whole = (scope: string, put: object) => ({ scope, to: 1, whole: true, put: [put] });
    const scopes = [whole('instance', user), whole(`user:${String(id)}`, account)];
    return [
      { t: 'hello_ok', proto: 2, user: id, epoch: 'e', now_ms, last_seq: 0, lease_hours: 0 },
      { t: 'patch', scopes, last_seq: 0, now_ms },
    ];
  }

  #upgrade(request: IncomingMessage, socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.silent) {
      this.#sockets.add(socket);
      return;
    }
    if (this.deaf || !this.signedIn) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const key = `${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', (bytes: Buffer) => {
      for (const text of unmask(bytes)) {
        const frame = JSON.parse(text) as { t: string };
        const greetings = this.#greetings(request.url === '/api/sync');
        if (frame.t === 'hello') greetings.forEach((greeting) => send(socket, greeting));
        if (frame.t === 'ping') send(socket, { t: 'pong', server_time_ms: 0 });
      }
    });
  }
}

// A text frame of less than 64 kB, from the server (RFC 6455, section 5.2).
function send(socket: Socket, frame: object): void {
  const text = Buffer.from(JSON.stringify(frame));
  const head =
    text.length < 126 ? [0x81, text.length] : [0x81, 126, text.length >> 8, text.length & 255];
  socket.write(Buffer.concat([Buffer.from(head), text]));
}

// The text frames of less than 64 kB in what a client sent; others are skipped.
function unmask(bytes: Buffer): string[] {
  const texts: string[] = [];
  let at = 0;
  while (at + 6 <= bytes.length) {
    const opcode = bytes.readUInt8(at) & 15;
    const short = bytes.readUInt8(at + 1) & 127;
    const length = short < 126 ? short : bytes.readUInt16BE(at + 2);
    at += short < 126 ? 2 : 4;
    const mask = bytes.subarray(at, at + 4);
    const payload = bytes
      .subarray(at + 4, at + 4 + length)
      .map((byte, i) => byte ^ (mask[i % 4] ?? 0));
    if (opcode === 1) texts.push(Buffer.from(payload).toString());
    at += 4 + length;
  }
  return texts;
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

function empty(response: ServerResponse): void {
  response.writeHead(204);
  response.end();
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  json(response, { errors: [{ code, message }] }, status);
}

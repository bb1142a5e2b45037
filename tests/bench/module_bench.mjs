// SPDX-License-Identifier: Apache-2.0
// What a person feels of core.wasm alone: node module_bench.mjs <core.wasm>. One JSON line a figure.
import { readFileSync } from 'node:fs';

const rounds = 400;
const now_ms = 1_764_662_400_000;
const op = { open: 16, act: 17, stored: 19, connected: 20, receive: 22, view: 27 };

class Core {
  constructor(module) {
    const imports = {
      env: { emscripten_notify_memory_growth: () => undefined },
      wasi_snapshot_preview1: { proc_exit: (code) => { throw new Error(`exit ${code}`); } },
    };
    this.exports = new WebAssembly.Instance(module, imports).exports;
    this.exports._initialize?.();
  }

  call(what, ...parts) {
    const { alloc, free, call, reply, memory } = this.exports;
    const request = Buffer.concat(parts);
    const pointer = alloc(request.length);
    new Uint8Array(memory.buffer).set(request, pointer);
    const status = call(what, pointer, request.length);
    free(pointer);
    const from = reply();
    const size = new DataView(memory.buffer).getUint32(from, true);
    const bytes = Buffer.from(memory.buffer, from + 8, size).toString('latin1');
    if (status !== 0) throw new Error(`operation ${what}: ${bytes}`);
    return bytes;
  }
}

function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
function f64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([u32(bytes.length), bytes]);
}
const texts = (values) => Buffer.concat([u32(values.length), ...values.map(text)]);

function scope(name, rows) {
  return JSON.stringify({ format: 1, kind: 'scope', scope: name, version: 900, rows });
}

const me = 3;
const team = 7;

// People with their personal teams, one team that all of them are in, projects with guests.
function world(people, projects, guests) {
  const users = [{
    k: 'settings', v: 1, users_create_teams: true, keys_allowed: true, invites_forbidden: false,
    private_only: false, teams_hidden: false, lease_hours: 336,
  }];
  const members = [{ k: 'team', v: 1, id: team, name: 'vision', created_at_ms: now_ms }];
  for (let i = 0; i < people; i += 1) {
    const user = me + i;
    users.push({
      k: 'user', v: 2, id: user, name: `person-${i}`, full_name: `Person ${i}`, kind: 'person',
      personal_team: 100_000 + i, created_at_ms: now_ms,
    });
    members.push({
      k: 'member', v: 2, team, user, role: { base: i === 0 ? 'admin' : 'member' },
      joined_at_ms: now_ms, changed: { by: me, at_ms: now_ms },
    });
  }
  const stored = [scope('instance', users), scope(`team:${team}`, members)];
  for (let i = 0; i < projects; i += 1) {
    const rows = [{
      k: 'project', v: 3, id: 1000 + i, team, name: `project-${i}`,
      description: 'What we learn from words', author: me, visibility: 'team',
      created_at_ms: now_ms, changed: { by: me, at_ms: now_ms },
    }];
    for (let guest = 0; guest < guests; guest += 1)
      rows.push({
        k: 'project_member', v: 3, project: 1000 + i, user: me + 1 + guest,
        role: { base: 'member' }, changed: { by: me, at_ms: now_ms },
      });
    stored.push(scope(`project:${1000 + i}`, rows));
  }
  stored.push(JSON.stringify({
    format: 1, kind: 'meta', device: 'd'.repeat(32), user: me, epoch: 'e'.repeat(32),
    contact_ms: now_ms, lease_hours: 336,
  }));
  return stored;
}

function runs(count) {
  const rows = [];
  for (let i = 0; i < count; i += 1)
    rows.push({
      k: 'run', v: 4, id: 10_000 + i, project: 1000, author: me + (i % 40), name: `x7k2p${i}`,
      display_name: `baseline, warm-up ${i}`, tags: ['baseline', 'lr-sweep'], ended: true,
    });
  return scope('runs:1000', rows);
}

function opened(module, stored) {
  const core = new Core(module);
  const reply = core.call(op.open, text('c'.repeat(32)), text('d'.repeat(32)), texts(stored));
  if (!reply.includes('"unreadable":[]')) throw new Error(reply.slice(0, 200));
  return core;
}

let made = 0;
function act(core, command) {
  made += 1;
  const id = made.toString(16).padStart(32, '0');
  const reply = core.call(op.act, text(JSON.stringify(command)), text(id), f64(now_ms));
  if (!reply.includes('"accepted":true')) throw new Error(reply.slice(0, 400));
  const ticket = /"ticket":(\d+)/.exec(reply)[1];
  return Number(ticket);
}
const view = (core, name, asked) =>
  core.call(op.view, text(name), text(JSON.stringify(asked)), f64(now_ms));

function tell(what, waits_ms, more = {}) {
  const sorted = [...waits_ms].sort((a, b) => a - b);
  const at = (part) => Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(3));
  console.log(JSON.stringify({ what, count: sorted.length, p50_ms: at(0.5), p95_ms: at(0.95), worst_ms: at(1), ...more }));
}

function timed(times, run) {
  const waits_ms = [];
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    run(i);
    waits_ms.push(performance.now() - start);
  }
  return waits_ms;
}

// A run gets a tag while 20 commands wait: the command, and the row as the person wants it.
function measureActing(module) {
  const stored = [...world(1000, 200, 20), runs(44_000)];
  const waits = { act: [], both: [] };
  const core = opened(module, stored);
  for (let i = 0; i < 20; i += 1)
    core.call(op.stored, f64(act(core, { do: 'tag_run', run: 20_000 + i, tag: 'first', on: true })));
  core.call(op.connected);
  core.call(op.receive, text(JSON.stringify({
    t: 'hello_ok', proto: 2, schema: '', user: me, epoch: 'e'.repeat(32), now_ms, last_seq: 0,
    lease_hours: 336,
  })));
  // The outcomes of what was asked for come at once, so that 20 go on waiting.
  const rounds_ms = timed(rounds, (i) => {
    const run = 10_000 + 97 * i % 9_000;
    const before = performance.now();
    act(core, { do: 'tag_run', run, tag: `t${i}`, on: true });
    const between = performance.now();
    const shown = view(core, 'runs', { runs: [run] });
    waits.act.push(between - before);
    waits.both.push(performance.now() - before);
    if (!shown.includes(`"t${i}"`)) throw new Error(shown.slice(0, 300));
  });
  tell('a command of a page with 50,000 rows, 20 and more of them waiting', waits.act, { rows: 50_200 });
  tell('the same and the view of its run', waits.both, { rows: 50_200 });
  return rounds_ms;
}

function measureTeam(module) {
  const core = opened(module, [...world(1000, 200, 20), runs(44_000)]);
  const people = timed(60, (i) => {
    act(core, { do: 'change_role', team, user: me + 1 + i, role: { base: 'view_only' } });
    view(core, 'project', { id: 1000 + i });
  });
  tell("a command about a person and the view of a project", people);
  tell('the view of a team of 1,000', timed(40, () => view(core, 'team', { name: 'vision' })));
}

function measureReopening(module) {
  const stored = [...world(8_000, 200, 20), runs(15_000)];
  const bytes = stored.reduce((sum, one) => sum + one.length, 0);
  const instance = [];
  const first = [];
  for (let i = 0; i < 15; i += 1) {
    const start = performance.now();
    const core = opened(module, stored);
    view(core, 'me', {});
    instance.push(performance.now() - start);
    view(core, 'projects', { team: 'vision' });
    first.push(performance.now() - start);
  }
  tell('opened again with what the disk has, until the first view', instance, { bytes });
  tell('and the list of 200 projects', first, { bytes });
}

function measureAsking(module) {
  const core = opened(module, world(10_000, 20, 20));
  const waits = timed(40, () => {
    const reply = view(core, 'who_can', { action: 'run:delete', project: 1000 });
    if (reply.length < 100_000) throw new Error('where is everybody?');
  });
  tell('who can, of 10,000 members, with the reason for each', waits);
  const small = opened(module, world(50, 200, 0));
  tell('what if, 50 people and 200 projects', timed(40, () => {
    const reply = view(small, 'what_if', {
      team, commands: [{ do: 'change_role', team, user: me + 4, role: { base: 'view_only' } }],
    });
    if (!reply.includes('"lost":["')) throw new Error(reply.slice(0, 300));
  }));
}

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
measureActing(module);
measureTeam(module);
measureReopening(module);
measureAsking(module);

import { describe, expect, it } from 'vitest';
import { plant, report } from '../tree.ts';
import { checkCalls } from './calls.ts';

const scripts = JSON.stringify({ scripts: { bench: 'npm run build && node dist/test/bench/main.js' } });
const found = (path: string, text: string): readonly string[] =>
  report(checkCalls(plant({ 'package.json': scripts, [path]: text })));

describe('checkCalls', () => {
  it.each([
    ['const now = Date.now();', 'uses Date.now; it belongs to shared/runtime: use Clock.now'],
    ['const clock = Date.now;', 'uses Date.now'],
    ['const at = new Date().toISOString();', 'uses new Date()'],
    ['const at = performance.now();', 'Clock.monotonic'],
    ['const at = process.hrtime.bigint();', 'uses process.hrtime'],
    ['setTimeout(() => {}, 5);', 'Clock.after'],
    ['const wait = { later: setTimeout };', 'uses setTimeout'],
    ['const later = options.later ?? setImmediate;', 'uses setImmediate'],
    ['globalThis.setInterval(() => {}, 5);', 'Clock.every'],
    [`import { setTimeout as wait } from 'node:timers/promises';`, 'uses setTimeout'],
    ['const signal = AbortSignal.timeout(5);', 'withDeadline'],
    ['const x = Math.random();', 'Random.float'],
    [`import { randomBytes } from 'node:crypto';`, 'Random.bytes'],
    [`import * as c from 'node:crypto'; const id = c.randomUUID();`, 'uses crypto.randomUUID'],
    [`import { webcrypto as w } from 'node:crypto'; w.getRandomValues(b);`, 'uses crypto.getRandomValues'],
    [`import timers from 'node:timers'; timers.setTimeout(f, 1);`, 'uses setTimeout'],
    ['const b = globalThis.crypto.getRandomValues(new Uint8Array(4));', 'uses crypto.getRandomValues'],
    ['const home = process.env.HOME;', 'the parsed configuration'],
    ['const { env } = process;', 'uses process.env'],
    [`import { exit } from 'node:process';`, 'uses process.exit'],
    [`const name = 'x'; const v = process['env'][name];`, 'uses process.env'],
  ])('refuses: %s', (text, words) => {
    expect(found('agent/jobs/a.ts', text)).toEqual([expect.stringContaining(words)]);
  });

  it.each([
    'const at = new Date(clock.now());',
    'const text = "Date.now()"; // setTimeout is not for us',
    'clock.after(5, () => {}); timers.setTimeout.cancel();',
    'interface T { setTimeout(ms: number): void }',
    `import { createHash } from 'node:crypto'; const h = createHash('sha256');`,
    'process.on("SIGTERM", stop); const argv = process.argv;',
    'random.bytes(4); my.Math.random();',
  ])('lets pass: %s', (text) => {
    expect(found('agent/jobs/a.ts', text)).toEqual([]);
  });

  it('leaves each its door: the runtime, the config, the mains and unit tests', () => {
    expect(found('shared/runtime/clock.ts', 'const now = Date.now();')).toEqual([]);
    expect(found('shared/config/env.ts', 'const e = process.env;')).toEqual([]);
    expect(found('controller/cli/main.ts', 'process.exit(1);')).toEqual([]);
    expect(found('test/bench/main.ts', 'process.exit(1);')).toEqual([]);
    expect(found('agent/jobs/a.test.ts', 'setTimeout(f, Date.now());')).toEqual([]);
  });

  it('closes each door to the others: a main has no timers, the runtime no environment', () => {
    expect(found('agent/main.ts', 'setTimeout(f, 1);')).toHaveLength(1);
    expect(found('shared/runtime/log.ts', 'const e = process.env;')).toHaveLength(1);
    expect(found('test/lab/campus.ts', 'const e = process.env;')).toHaveLength(1);
  });
});

import { expect, test } from 'vitest';
import { loadConfig } from './load.ts';
import { checkLoginServers } from './switch-care-keys.ts';

const config = (env: Readonly<Record<string, string>> = {}) =>
  loadConfig('agent', { env, file: undefined }).values;

test('caches have the times of the port tracer, and each its own key (S1.9, S1.11, S1.38)', () => {
  const { ttl, entries } = config().cache;
  expect(ttl).toMatchObject({ defaultMs: 300_000, systemMs: 1_800_000 });
  expect(entries).toBe(4_096);
  expect(config({ WAYSIDE_CACHE__TTL__DEFAULT: '90s' }).cache.ttl.defaultMs).toBe(90_000);
  expect(config({ WAYSIDE_CACHE__TTL__ARP: '0s' }).cache.ttl.arpMs).toBe(0);
});

test('the guard has the zones of the port tracer (S1.3, S1.38)', () => {
  expect(config().guard).toEqual({ enabled: true, yellow: 75, red: 85, critical: 95 });
  expect(config({ WAYSIDE_GUARD__YELLOW: '60' }).guard.yellow).toBe(60);
});

test('login servers are named once, and each credential is one of theirs alone', () => {
  const servers = JSON.stringify([{ name: 'ise', credentials: ['core', 'edge'] }]);
  expect(config({ WAYSIDE_SSH__LOGIN_SERVERS: servers }).ssh.loginServers).toEqual([
    { name: 'ise', credentials: ['core', 'edge'] },
  ]);
  expect(
    checkLoginServers([
      { name: 'ise', credentials: ['core'] },
      { name: 'ise', credentials: ['core'] },
      { name: 'tac', credentials: [] },
    ]),
  ).toEqual([
    { path: '[1].name', message: '"ise" stands there twice' },
    { path: '[1].credentials', message: '"core" is one of [0], too' },
    { path: '[2].credentials', message: 'must name a credential' },
  ]);
});

/** A small inventory for tests: two sites, a stale switch with steering text from a device, one that was never read. */
import type { AgentView } from '../../../shared/model/index.ts';
import { FakeController, NOW_MS } from './fake-controller.ts';
import { FakePlans } from './fake-plans.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ESCAPE = '\u001b';

export function campus(): FakeController {
  const api = new FakeController();
  api.put('site', { site: 'ams1', id: 'ams1' }, { name: 'Amsterdam 1', description: 'head office' });
  api.put('site', { site: 'lon2', id: 'lon2' }, { name: 'London 2' });
  api.put('floor', { site: 'ams1', id: 'floor2' }, { name: 'f2', description: 'east wing' });
  const core = { site: 'ams1', id: 'sw1' };
  api.put('switch', core, {
    name: 'ams1-core1',
    platform: 'cisco_ios',
    hostname: 'core1',
    model: 'C9300-48',
    serial: 'FOC1234',
    softwareVersion: '17.9.4',
  });
  api.put('source', core, {
    name: 'ams1-core1',
    driver: 'switch',
    address: '10.1.0.1',
    credential: 'campus',
  });
  const edge = { site: 'ams1', id: 'sw3' };
  api.put('switch', edge, {
    name: 'ams1-f2-sw03',
    floor: 'ams1/floor/floor2',
    platform: 'dell_os6',
    description: `closet ${ESCAPE}[2J, key at reception`,
  });
  api.put('source', edge, {
    name: 'ams1-f2-sw03',
    driver: 'switch',
    address: '10.1.2.3',
    port: 2222,
    credential: 'campus',
    staleSince: NOW_MS - 3 * HOUR_MS,
    cause: 'AUTH_REJECTED: the switch refused the password',
  });
  const fresh = { site: 'lon2', id: 'sw9' };
  api.put('switch', fresh, { name: 'lon2-sw09' });
  api.put('source', fresh, {
    name: 'lon2-sw09',
    driver: 'switch',
    address: 'sw09.lon2.example.net',
    enabled: false,
  });
  api.agents = [...agents];
  new FakePlans(api);
  return api;
}

const agents: readonly AgentView[] = [
  {
    id: 'agent1',
    name: 'ams1-a',
    site: 'ams1',
    state: 'online',
    stateSince: NOW_MS - 3 * DAY_MS,
    reason: '',
    version: '1.2.0',
    os: 'linux 6.1 x64',
    capabilities: ['switch.ssh@1'],
    lastSeenAt: NOW_MS - 2000,
    enrolledAt: NOW_MS - 90 * DAY_MS,
    certificateExpiresAt: NOW_MS + 5 * DAY_MS,
    runningJobs: 1,
    outboxId: 'out7',
    acknowledgedSeq: 42,
    identity: '00ff',
    description: '',
    alarm: '',
  },
  {
    id: 'agent2',
    name: 'lon2-a',
    site: 'lon2',
    state: 'unreachable',
    stateSince: NOW_MS - 14 * 60_000,
    reason: 'tls: cert expired',
    version: '1.1.3',
    os: 'linux 5.10 arm64',
    capabilities: [],
    lastSeenAt: NOW_MS - 14 * 60_000,
    enrolledAt: NOW_MS - 41 * DAY_MS,
    certificateExpiresAt: NOW_MS - DAY_MS,
    runningJobs: 0,
    outboxId: '',
    acknowledgedSeq: 0,
    identity: '0102',
    description: '',
    alarm: '',
  },
];

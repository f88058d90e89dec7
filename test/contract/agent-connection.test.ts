/** How an agent keeps its session: it joins again when its certificate has ended, and says why it has none. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Connection, type ConnectionDeps, loadEnrolment } from '../../agent/session/index.ts';
import { AgentMeta, Outbox, openAgentDatabase, Snapshots } from '../../agent/store/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { LogLevels, silentLog, systemClock, systemRandom } from '../../shared/runtime/index.ts';
import { createClient } from '../../shared/transport/index.ts';
import { deferred } from './rig.ts';
import { Live } from './support/live.ts';
import { NO_VAULT } from './support/sync-agent.ts';

let live: Live;
beforeAll(async () => {
  live = await Live.start();
  await live.addSite('ams1');
});
afterAll(() => live.stop());

/** A connection of an agent that has joined; `more` is what the test looks at. */
async function connection(name: string, more: Partial<ConnectionDeps>): Promise<Connection> {
  await live.joinAgent('ams1', name);
  const { keys, identityDir } = await live.newFolders(name);
  const enrolment = loadEnrolment(identityDir);
  if (!enrolment) throw new Error('has not joined');
  const db = openAgentDatabase(':memory:');
  const tools = { db, clock: systemClock, random: systemRandom };
  const outbox = new Outbox({ ...tools, maxBytes: 1e6 });
  const made = new Connection({
    ...{ ...tools, log: silentLog, keys, outbox, snapshots: new Snapshots({ ...tools, outbox }) },
    logLevels: new LogLevels({ log: silentLog, clock: systemClock, configured: 'info' }),
    ...NO_VAULT,
    ...{ meta: new AgentMeta(db), enrolment: () => enrolment, addresses: [] },
    runner: {
      ...{ capabilities: [], runningTargets: 0, states: () => [], resendEnds: () => undefined },
      ...{ offer: () => undefined, cancel: () => undefined, endAcknowledged: () => undefined },
    },
    identity: {
      ...{ agentId: enrolment.agentId, site: 'ams1', bootId: 'b', softwareVersion: '1.1.1' },
      ...{ nodeVersion: 'v20', os: 'linux', targetSlots: 1 },
    },
    renewal: { due: async () => undefined, issued: () => undefined, trustChanged: () => undefined },
    ...{ certificateExpired: () => false, rejoin: () => Promise.reject(new Error('not expected')) },
    ...more,
  });
  onTestFinished(async () => {
    await made.stop();
    db.close();
  });
  return made;
}

test('an agent whose certificate has ended joins again before it dials', async () => {
  let expired = true;
  let joins = 0;
  const made = await connection('late', {
    certificateExpired: () => expired,
    rejoin: async () => {
      joins += 1;
      expired = false;
    },
  });
  expect(made.problem).toBe('not connected yet');
  await made.start();
  const { agents } = await live.admin.unary('AgentService.ListAgents', {});
  await live.online(agents.find(({ name }) => name === 'late')?.id ?? '');
  expect([joins, made.problem]).toEqual([1, undefined]);
});

test('an agent whom the controller does not know any more tries to join again, and says what came of it', async () => {
  const asked = deferred<void>();
  const made = await connection('gone', {
    rejoin: async () => {
      asked.resolve();
      throw new WaysideError('JOIN_TOKEN_MISSING', 'an agent that is not enrolled here needs a join token');
    },
  });
  const db = new Database(join(live.dir, 'controller', 'store.db'));
  db.prepare("DELETE FROM enrolled_agents WHERE name = 'gone'").run();
  db.close();
  await made.start();
  await asked.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(made.problem).toBe('JOIN_TOKEN_MISSING: an agent that is not enrolled here needs a join token');
});

test('a stop in the middle of joining again does not begin a session', async () => {
  const joining = deferred<void>();
  const joined = deferred<void>();
  const made = await connection('stopped', {
    certificateExpired: () => true,
    rejoin: () => {
      joining.resolve();
      return joined.promise;
    },
  });
  await made.start();
  await joining.promise;
  const stopped = made.stop();
  joined.resolve();
  await stopped;
  expect(made.problem).toContain('SHUTTING_DOWN');
});

test('an agent with two addresses goes on to the next one at once, remembers it, and never has two sessions', async () => {
  const db = openAgentDatabase(':memory:');
  onTestFinished(() => void db.close());
  const meta = new AgentMeta(db);
  const { address } = live.controller;
  // Nobody listens on port 1.
  const addresses = ['127.0.0.1:1', address];
  const dialled: string[] = [];
  let [open, most] = [0, 0];
  const dial: ConnectionDeps['dial'] = (options) => {
    const client = createClient(options);
    dialled.push(options.address);
    open += 1;
    most = Math.max(most, open);
    return {
      session: () => client.session(),
      close: () => {
        open -= 1;
        client.close();
      },
    };
  };
  const up = async (name: string): Promise<Connection> => {
    const opened = deferred<void>();
    const onState: ConnectionDeps['onState'] = (state) => state.up && opened.resolve();
    const made = await connection(name, { meta, addresses, dial, onState });
    await made.start();
    await opened.promise;
    return made;
  };
  await (await up('twice')).stop();
  expect(dialled).toEqual(addresses);
  await (await up('again')).stop();
  expect(dialled.slice(2)).toEqual([address]);
  expect([most, open]).toEqual([1, 0]);
});

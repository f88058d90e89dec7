/** What can happen to the line between an agent and its controller: each fault is noticed in time, and heals by itself. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { randomInt, seededRandom } from '../../shared/runtime/index.ts';
import { CLOSE_GRACE_MS } from '../../shared/transport/grpc-pipe.ts';
import { createTestCa } from '../contract/certificates.ts';
import type { Rig } from './harness.ts';
import { RigLane } from './lane.ts';
import { typed } from './people.ts';
import { withStore } from './stores.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;
/** Of the rig's configuration. */
const HEARTBEAT_MS = 1000;
/** Silence of three heartbeats, looked at once in a heartbeat, and what a loaded machine adds. */
const NOTICED_MAX_MS = 4 * HEARTBEAT_MS + 2000;
const CUTS = 4;
const DELAY_MS = 10;
const LATENCY_MS = 150;
const GARBAGE_PIECES = 40;
const GARBAGE_BYTES_MAX = 4096;

const lanes = {
  line: new RigLane({ seed: SEED, proxied: true }),
  twins: new RigLane({ seed: SEED + 1, patient: true }),
};
afterAll(() => Promise.all(Object.values(lanes).map((lane) => lane.stop())));

describe.concurrent(`the line between agent and controller (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('cut again and again in the middle of a collect, loses and doubles nothing', () =>
    lanes.line.run(async (rig) => {
      rig.change();
      rig.proxy.setDelay(DELAY_MS);
      const job = await rig.submit();
      await rig.reached(job, ({ state }) => state === 'running');
      for (let cut = 0; cut < CUTS; cut += 1) {
        const mark = rig.controller.mark();
        rig.proxy.cut();
        await rig.controller.event('session.opened', mark);
      }
      rig.proxy.setDelay(0);
      await expectWhole(rig, job);
      expect(await rig.ended(job)).toMatchObject({ attempt: 1 });
    }));

  it('half-open, is noticed by both ends within the bound of their heartbeats, and heals', () =>
    lanes.line.run(async (rig) => {
      rig.change();
      const [agentMark, controllerMark] = [rig.agent.mark(), rig.controller.mark()];
      const startMs = performance.now();
      rig.proxy.freeze();
      const job = await rig.submit();
      await rig.controller.event('session.closed', controllerMark);
      expect(performance.now() - startMs).toBeLessThan(NOTICED_MAX_MS);
      const lost = await rig.agent.event('session.lost', agentMark);
      expect(lost['code']).toBe('CONNECTION_LOST');
      // The agent lets the other side end in order for so long, after it has noticed.
      expect(performance.now() - startMs).toBeLessThan(NOTICED_MAX_MS + CLOSE_GRACE_MS);
      rig.proxy.thaw();
      rig.proxy.cut();
      await rig.controller.event('session.opened', controllerMark);
      await expectWhole(rig, job);
    }));

  it('gone while a job runs: the agent ends it alone, and tells when the controller is back', () =>
    lanes.line.run(async (rig) => {
      for (const device of rig.campus.switches.values()) device.setLatency(LATENCY_MS);
      rig.change();
      const agentMark = rig.agent.mark();
      const [collect, lookup] = [await rig.submit('collect'), await rig.submit('lookup')];
      await rig.reached(lookup, (job) => job.state === 'running');
      await rig.controller.stop();
      // The collect waits for its deltas to be taken; the lookup has nothing that could be.
      await rig.agent.event('job.ended', agentMark, (line) => line['job'] === lookup);
      for (const device of rig.campus.switches.values()) device.setLatency(0);
      await rig.startController();
      await rig.reunited();
      expect(await rig.ended(lookup)).toMatchObject({ state: 'succeeded', attempt: 1 });
      expect(await rig.ended(collect)).toMatchObject({ state: 'succeeded', attempt: 1 });
      expect(await rig.problems()).toEqual([]);
    }));

  it('closed by a controller that stops, is let go at once by both ends', () =>
    lanes.line.run(async (rig) => {
      const [mark, startMs] = [rig.agent.mark(), performance.now()];
      await rig.controller.stop();
      expect(await rig.agent.event('session.lost', mark)).toMatchObject({ code: 'SHUTTING_DOWN' });
      expect(performance.now() - startMs).toBeLessThan(CLOSE_GRACE_MS);
      await rig.startController();
      await rig.reunited();
    }));

  it('beside which strangers talk garbage to the port, does not notice', () =>
    lanes.line.run(async (rig) => {
      rig.change();
      const mark = rig.controller.mark();
      const random = seededRandom(SEED);
      const pieces = Array.from({ length: GARBAGE_PIECES }, () =>
        Buffer.from(random.bytes(1 + randomInt(random, GARBAGE_BYTES_MAX))),
      );
      const job = await rig.submit();
      await Promise.all([
        ...pieces.map((piece) => talk(rig.port, piece)),
        talk(rig.port, Buffer.from('GET / HTTP/1.1\r\nHost: wayside\r\n\r\n')),
        // The hello of TLS 1.0, and one that stops in its middle.
        talk(rig.port, Buffer.from('16030100410100003d0301', 'hex')),
        // A stranger inside TLS: a preface of HTTP/2 and half a frame, then a frame of an absurd length.
        talkTls(rig.port, Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0')),
        talkTls(
          rig.port,
          Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\x01\x04\0\0\0\x01', 'latin1'),
        ),
      ]);
      await expectWhole(rig, job);
      expect(rig.controller.count('session.closed', mark)).toBe(0);
      expect(rig.controller.isRunning).toBe(true);
    }));

  it('asked for by an agent of a foreign CA, is refused with the reason, and the real agent keeps its own', () =>
    lanes.line.run(async (rig) => {
      const mark = rig.controller.mark();
      const own = rig.agentDir;
      rig.agentDir = join(rig.dir, 'foreign');
      cpSync(own, rig.agentDir, { recursive: true });
      await forge(rig.agentDir);
      const foreign = rig.startBeside();
      expect(await foreign.event('session.lost')).toMatchObject({ code: 'WRONG_CA' });
      await foreign.kill();
      rig.agentDir = own;
      expect((await rig.collect()).state).toBe('succeeded');
      expect(rig.controller.count('session.opened', mark)).toBe(0);
      expect(rig.controller.count('session.closed', mark)).toBe(0);
    }));

  it('taken by a copy of the agent: the newer one works, the older one does not storm, and once it speaks again everybody is told', () =>
    lanes.twins.run(async (rig) => {
      await rig.collect();
      const [older, own] = [rig.agent, rig.agentDir];
      const mark = rig.controller.mark();
      rig.agentDir = join(rig.dir, 'twin');
      cpSync(own, rig.agentDir, { recursive: true });
      await rig.startAgent();
      const replaced = await older.event('session.lost');
      expect(replaced).toMatchObject({ code: 'SESSION_REPLACED' });
      expect(Number(replaced['retryInMs'])).toBeGreaterThanOrEqual(30_000);
      for (const _ of [1, 2, 3]) {
        rig.change();
        await expectWhole(rig, await rig.submit());
      }
      expect(rig.controller.count('session.opened', mark)).toBe(1);
      expect(rig.controller.count('session.replaced-by-another-process', mark)).toBe(1);
      // It has waited for as long as it was told to, and speaks again.
      await older.pass(Number(replaced['retryInMs']));
      await rig.controller.event('agent.cloned', mark);
      const sentAway = await rig.agent.event('session.lost');
      await expectCloneTold(rig);
      await older.kill();
      const again = rig.agent.mark();
      await rig.agent.pass(Number(sentAway['retryInMs']));
      await rig.agent.event('session.opened', again);
      await expectWhole(rig, await rig.submit());
    }));

  it('asked for by a second process on the same folder: it ends at once and says why, and the first one works on', () =>
    lanes.twins.run(async (rig) => {
      const second = rig.startBeside();
      expect(await second.exited).toBe('1');
      expect(second.words).toMatch(/wayside-agent: another agent has .*lock\.db open .*\[STORE_LOCKED\]/s);
      expect(second.words).toContain('hint: Stop the other wayside-agent, or give this one its own dataDir.');
      rig.change();
      await expectWhole(rig, await rig.submit());
    }));

  it('taken in turn by two copies, whose outboxes have parted, tells the truth of whichever works', () =>
    lanes.twins.run(async (rig) => {
      const folders = [join(rig.dir, 'agent'), join(rig.dir, 'twin')];
      for (const folder of [...folders, ...folders]) {
        await rig.agent.stop();
        rig.agentDir = folder;
        await rig.startAgent();
        rig.change();
        await expectWhole(rig, await rig.submit());
      }
      // An agent that was copied says nothing of the controller's own store.
      expect(rig.controller.count('incarnation.renewed')).toBe(0);
      const origins = withStore(join(rig.controllerDir, 'store.db'), (db) =>
        Number(db.prepare('SELECT count(*) FROM origins').pluck().get()),
      );
      expect(origins).toBe(1);
    }));
});

async function expectWhole(rig: Rig, job: string): Promise<void> {
  const { state, error } = await rig.ended(job);
  expect({ state, error }).toEqual({ state: 'succeeded', error: undefined });
  expect(await rig.problems()).toEqual([]);
}

/** What people read while two processes use one identity. */
async function expectCloneTold(rig: Rig): Promise<void> {
  expect((await typed(rig, 'wayside agent ls')).text).toMatch(
    /beside .*two processes use its identity: boots \w+ and \w+ take turns/,
  );
  const { exit, text } = await typed(rig, 'wayside doctor');
  expect(exit).toBe(1);
  expect(text).toMatch(/agents +PROBLEM +agent beside of site lab: two processes use its identity/);
  expect(text).toMatch(/Stop one of them; then give it a data folder of its own and a new join token/);
}

/** Says it, and resolves when the other side has hung up or the words are out. */
function talk(port: number, words: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.end(words));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

function talkTls(port: number, words: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2'] };
    const socket = connectTls(options, () => socket.end(words));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}

/** The same agent by name, with a certificate that another CA has given it. */
async function forge(agentDir: string): Promise<void> {
  const [keys, enrolment] = ['keys.json', 'enrolment.json'].map((name) => join(agentDir, 'identity', name));
  if (!keys || !enrolment) return;
  const ca = await createTestCa('somebody else');
  const { chain, privateKey } = await ca.issue({ uri: 'wayside://mesh/agent/forged' });
  const replace = (file: string, fields: object): void =>
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...fields }));
  replace(keys, { certificateKey: privateKey });
  replace(enrolment, { chainPem: chain.join('') });
}

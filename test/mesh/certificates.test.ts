/**
 * Certificates that have ended, of an agent and of the CA, and clocks that would make some end: what each side says
 * then, and that the cure that it names is one. OpenSSL goes by the clock of the host, so what it refuses here has truly
 * ended; for the same reason whether a controller years behind takes its agents is not looked at.
 */
import { createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { IdentityFiles } from '../../controller/agents/identity-files.ts';
import { createCa, issueAgentCertificate, openCa } from '../../controller/agents/pki.ts';
import { systemClock, systemRandom } from '../../shared/runtime/index.ts';
import { loadMasterKey, Secret, utf8 } from '../../shared/seal/index.ts';
import { createRig, type Rig, startRig } from './harness.ts';
import { asked, typed } from './people.ts';
import { collectWhole } from './whole.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const TEST_MAX_MS = 90_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** As controller/agents/pki.ts has it. */
const CA_LIFETIME_MS = 3653 * DAY_MS;

const rigs: Rig[] = [];
afterAll(() => Promise.all(rigs.map((rig) => rig.stop())));

describe.concurrent(`a certificate that has ended (seed ${SEED})`, { timeout: TEST_MAX_MS }, () => {
  it('of an agent that was off for longer than its life, and by whose clock it has not: it joins again by itself', async () => {
    // It gets a certificate of a week that began eight days ago.
    const rig = kept(await createRig({ seed: SEED, controllerClockMs: -8 * DAY_MS }));
    await rig.joinQuickly();
    await rig.controller.stop();
    rig.clocks.controller = 0;
    await rig.startController();
    const before = await typed(rig, 'wayside doctor');
    expect(before.text).toMatch(/agents +warning +the certificate of agent beside ended at /);
    const there = await asked(rig, 'doctor');
    expect(there.exit).toBe(1);
    expect(there.text).toMatch(
      /certificate +PROBLEM +it has ended at .*\n.*-> The agent joins again by itself with its key/,
    );
    expect(there.text).toMatch(/-> Start it: systemctl start wayside-agent/);
    rig.clocks.agent = -10 * DAY_MS;
    await rig.startAgent();
    const lost = await rig.agent.event('session.lost');
    expect(lost).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'the certificate shown is past its lifetime or not valid yet',
    });
    await rig.agent.event('agent.rejoined');
    const after = await typed(rig, 'wayside doctor');
    expect(after.text).not.toContain('the certificate of agent');
    expect(after.text).toMatch(/agents +PROBLEM +the clock of agent beside is 240 hours behind/);
    expect(after.text).toContain('agents: Let the host of the agent follow NTP: timedatectl set-ntp true.');
    await collectWhole(rig);
  });

  it('is none of a controller that comes back years behind: it goes on by its last run, lets people in, and says what is wrong', async () => {
    const rig = kept(await createRig({ seed: SEED + 1, brisk: true }));
    await rig.controller.kill();
    // Longer than the life of a server certificate.
    rig.clocks.controller = -900 * DAY_MS;
    await rig.startController();
    const { exit, text } = await typed(rig, 'wayside doctor');
    expect(exit).toBe(1);
    expect(text).toMatch(/clock +PROBLEM +the clock of this host is 900 days behind where it should be/);
    expect(text).toContain('clock: Compare it with a good clock: timedatectl.');
    // As timedatectl does it.
    await rig.controller.setClock(0);
    await rig.controller.event('clock.steady');
    const after = await typed(rig, 'wayside doctor');
    expect(after.exit).toBe(0);
    expect(after.text).toMatch(/clock +ok +the clock is steady/);
  });

  it('of the CA: a new one takes its place by itself, and the agent finds it', async () => {
    const rig = kept(await startRig({ seed: SEED + 2 }));
    await rig.agent.kill();
    await rig.controller.kill();
    await endCa(rig, systemClock.now() - HOUR_MS);
    const there = await asked(rig, 'doctor');
    expect(there.text).toMatch(/certificate +PROBLEM +it has ended at /);
    await rig.startController();
    await rig.controller.event('ca.replaced');
    await rig.startAgent();
    await rig.agent.event('agent.rejoined');
    await collectWhole(rig);
    const trail = await typed(rig, 'wayside audit ls');
    expect(trail.text).toContain('ca.replaced');
    const shown = await typed(rig, 'wayside ca show');
    expect(shown.text).toMatch(/the CA +1 +- +0 +in 10y/);
    const after = await typed(rig, 'wayside doctor');
    expect(after.exit).toBe(0);
    expect(after.text).toMatch(/certificates +ok/);
    expect(after.text).toMatch(/agents +ok +1 agent is online/);
  });
});

/** As if the CA of both had been another one from the beginning, which ended then. */
async function endCa(rig: Rig, atMs: number): Promise<void> {
  const path = join(rig.controllerDir, 'master.key');
  const master = loadMasterKey({ path, credentialsDirectory: undefined });
  const files = new IdentityFiles(join(rig.controllerDir, 'identity'), master);
  const { meshId } = JSON.parse(files.readText('identity.json')) as { meshId: string };
  const long = { clock: { now: () => atMs - CA_LIFETIME_MS }, random: systemRandom };
  const ca = await createCa(meshId, long);
  files.writeKey('ca.key', new Secret(utf8(ca.keyPem.reveal())), systemRandom);
  files.writeText('ca.crt', ca.certificatePem);
  const file = join(rig.agentDir, 'identity', 'enrolment.json');
  const enrolment = JSON.parse(readFileSync(file, 'utf8')) as { agentId: string };
  const { certificateKey } = JSON.parse(
    readFileSync(join(rig.agentDir, 'identity', 'keys.json'), 'utf8'),
  ) as { certificateKey: string };
  const publicKey = createPublicKey(certificateKey).export({ type: 'spki', format: 'der' });
  const { agentId } = enrolment;
  const request = { meshId, agentId, publicKey, lifetimeMs: 7 * DAY_MS };
  const tools = { clock: { now: () => atMs - DAY_MS }, random: systemRandom };
  const { pem: chainPem } = await issueAgentCertificate(await openCa(ca), request, tools);
  writeFileSync(file, JSON.stringify({ ...enrolment, caPem: ca.certificatePem, chainPem }));
}

function kept(rig: Rig): Rig {
  rigs.push(rig);
  return rig;
}

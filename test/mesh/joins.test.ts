/** kill -9 while an agent joins and while its certificate is renewed: the same step again ends well, and as one agent. */
import { afterAll, describe, expect, it } from 'vitest';
import { createRig, type Rig } from './harness.ts';

const SEED = Number(process.env['SEED'] ?? 4711);
const JOURNEY_MAX_MS = 90_000;
/** So short that two thirds of it, counted from before now for clocks that are behind, are over at once. */
const RENEWED_AT_ONCE = { heartbeat: '1s', certificateLifetime: '2m' };

let rig: Rig | undefined;
afterAll(() => rig?.stop());

describe(`kill -9 on the way into the mesh (seed ${SEED})`, { timeout: JOURNEY_MAX_MS }, () => {
  it('a join that is killed at each of its steps works with the same token, as one agent', async () => {
    rig = await createRig({ seed: SEED, controllerConfig: { agents: RENEWED_AT_ONCE } });
    const token = await rig.joinToken();
    rig.agentDir = rig.folder('newcomer');
    await rig.launchEnrol(token, { point: 'rename:keys.json:before' }).crashed();
    for (const point of ['enrolments.saveAgent:after', 'enrolment.enrol:after']) {
      await rig.controller.arm({ point });
      const refused = rig.launchEnrol(token).exited;
      await rig.controller.crashed();
      expect(await refused).not.toBe('0');
      await rig.startController();
    }
    await rig.launchEnrol(token, { point: 'rename:enrolment.json:before' }).crashed();
    await rig.launchEnrol(token, { point: 'rename:enrolment.json:after' }).crashed();
    await rig.enrolAgent(token);
    const { agents } = await rig.client.unary('AgentService.ListAgents', {});
    expect(agents.map((agent) => agent.name)).toEqual(['beside']);
  });

  it('a renewal that is killed at each of its steps leaves a certificate that opens the next session', async () => {
    if (!rig) throw new Error('nobody has joined');
    await rig.setCredential();
    await rig.launchAgent({ point: 'renewal.issued:before' }).crashed();
    await rig.controller.arm({ point: 'enrolment.renew:after' });
    rig.launchAgent();
    await rig.controller.crashed();
    await rig.startController();
    await rig.reunited();
    await rig.agent.kill();
    for (const point of ['rename:enrolment.json:before', 'rename:enrolment.json:after'])
      await rig.launchAgent({ point }).crashed();
    await rig.startAgent();
    await rig.agent.event('certificate.renewed');
    expect((await rig.collect()).state).toBe('succeeded');
    expect(await rig.problems()).toEqual([]);
  });
});

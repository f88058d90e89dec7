/** What a change has made known is in the inventory when its job ends, without another scan. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offer } from '../../agent/jobs/testing/rig.ts';
import type { JobStep, JsonObject, RecordView } from '../../shared/model/index.ts';
import { ready } from '../../shared/seal/index.ts';
import type { JobEnded, JobTarget } from '../../shared/wire/index.ts';
import type { LabPort } from '../lab/campus/model.ts';
import { ADMIN, addSite, enrol, openRooms, type TestRooms } from './support/controller.ts';
import { portStep, SwitchAgent, SwitchRig, vlanStep } from './support/switch-rig.ts';

const VLAN = 999;
const AT = { site: 'ams1', kind: 'source', id: 'sw1' } as const;

describe('after a change', () => {
  let rooms: TestRooms;
  let rig: SwitchRig;
  let agent: SwitchAgent;

  beforeAll(async () => {
    await ready();
    rooms = openRooms();
    addSite(rooms, 'ams1', ['sw1']);
    enrol(rooms, 'a1', 'ams1');
    rig = await SwitchRig.start('dell_os6');
    agent = new SwitchAgent(rig);
    const { outbox } = agent;
    // As over a session: what is spooled arrives, and is acknowledged.
    outbox.events.on('appended', () =>
      queueMicrotask(() => {
        const at = rooms.clock.now();
        for (const { seq, frame } of outbox.after(outbox.acknowledgedSeq, 1e9))
          rooms.inventory.applyDelta({
            ...{ agentId: 'a1', site: 'ams1', outboxId: outbox.id, seq, frame },
            ...{ spooledAtMs: at, sentAtMs: at, receivedAtMs: at },
          });
        outbox.acknowledge(outbox.id, outbox.durableSeq);
      }),
    );
    const targets = [rig.target as JobTarget];
    agent.runner.offer(offer({ jobId: 'read', kind: 'collect', timeoutMs: 60_000, targets }));
    expect((await agent.ended()).outcome).toBe('succeeded');
  });
  afterAll(() => rig.stop());

  const all = (kind: 'port' | 'vlan'): readonly RecordView[] => [
    ...rooms.inventory.all(kind, 'ams1', { source: 'ams1/source/sw1' }, ADMIN),
  ];
  const fields = (kind: 'port' | 'vlan', is: (fields: JsonObject) => boolean): JsonObject | undefined =>
    all(kind).find((record) => is(record.fields))?.fields;
  const vlan = (): JsonObject | undefined => fields('vlan', (one) => one['vlan'] === VLAN);
  const portOf = (name: string): JsonObject | undefined => fields('port', (one) => one['name'] === name);

  async function apply(jobId: string, steps: readonly JobStep[]): Promise<JobEnded> {
    agent.sent.length = 0;
    const targets = [rig.target as JobTarget];
    agent.runner.offer(offer({ jobId, kind: 'apply', timeoutMs: 60_000, targets, steps }));
    return agent.ended();
  }

  it('ports and VLANs are listed as they are, and the switch is not taken for read', async () => {
    const [port] = rig.ports as readonly [LabPort];
    const [others, readAt] = [all('port').length, rooms.inventory.lastCompleteAt(AT)];
    const made = vlanStep(1, VLAN, { action: 'create', after: { name: 'lab' } });
    const moved = portStep(2, { ...port }, { accessVlan: VLAN, description: 'bench' });
    const end = await apply('change', [made, moved]);
    expect(end.outcome).toBe('succeeded');
    expect(vlan()).toMatchObject({ vlan: VLAN, name: 'lab', switch: 'ams1/switch/sw1' });
    expect(portOf(port.name)).toMatchObject({ vlan: VLAN, description: 'bench', mode: 'access' });
    expect(all('port')).toHaveLength(others);
    expect(all('port').every((record) => (record.fields['presence'] ?? 'active') === 'active')).toBe(true);
    expect(rooms.inventory.lastCompleteAt(AT)).toBe(readAt);
  });

  it('a VLAN that was taken away is missing at once, and a step that was refused changes nothing', async () => {
    const [port, refused] = rig.ports as readonly [LabPort, LabPort];
    rig.simulated.setFaults({ lockedPort: refused.name });
    const end = await apply('back', [
      portStep(1, { ...port }, { accessVlan: refused.vlan ?? 1 }),
      portStep(2, { ...refused }, { accessVlan: VLAN }),
      vlanStep(3, VLAN, { action: 'delete', before: { name: 'lab' } }),
    ]);
    rig.simulated.setFaults({});
    expect(end.steps?.map(({ state }) => state)).toEqual(['acknowledged', 'not-done', 'planned']);
    expect(portOf(port.name)).toMatchObject({ vlan: refused.vlan });
    expect(portOf(refused.name)).toMatchObject({ vlan: refused.vlan });
    const gone = await apply('gone', [vlanStep(1, VLAN, { action: 'delete', before: { name: 'lab' } })]);
    expect(gone.outcome).toBe('succeeded');
    expect(vlan()).toMatchObject({ presence: 'missing' });
  });
});

import { describe, expect, test } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { guard } from '../guards.ts';
import { orderSteps } from '../order.ts';
import { riskOf } from '../risk.ts';
import { pictureOf, portSeen } from '../testing/port-pictures.ts';
import type { PortStanding } from './port-guards.ts';
import { draftPorts, type PortWish } from './ports.ts';

const STORE = 'ams1/source/sw1';
const VLAN_20: PortWish = {
  ...{ action: 'vlan', vlan: 20, description: '', mode: '', createVlan: false, vlanName: '' },
};
const many = (count: number, more: Parameters<typeof portSeen>[1] = {}) =>
  Array.from({ length: count }, (_, at) => portSeen(`Gi1/0/${at + 1}`, more));

interface Asked {
  readonly wish?: Partial<PortWish>;
  readonly list?: string;
  /** By a filter. */
  readonly found?: readonly string[];
  readonly picture: ReturnType<typeof pictureOf>;
  readonly overrides?: readonly string[];
  readonly off?: readonly string[];
}

function drafted({ wish, list = 'Gi1/0/1', found, picture, overrides = [], off = [] }: Asked) {
  const named = found ? { found, field: 'filter' } : { list, field: 'targets[0].ports' };
  return draftPorts({
    ...{ wish: { ...VLAN_20, ...wish }, reservedVlans: [1, 1002], off, overrides, by: 'user:ada' },
    targets: [{ picture, ...named }],
  });
}

/** Each kind of it once: `blocked max-updates`, `ready`. */
function outcomes(steps: readonly string[]): readonly string[] {
  return [...new Set(steps.map((one) => one.split(' ').slice(1).join(' ')))];
}

/** Each step as `key standing code`. */
function judged(asked: Asked): readonly string[] {
  const { draft } = drafted(asked);
  const facts = { bases: draft.bases, settings: [], overrides: asked.overrides ?? [], nowMs: 0 };
  return guard(orderSteps(draft.steps), facts).map(({ key, standing, reason }) =>
    [key, standing, ...(reason ? [reason.code] : [])].join(' '),
  );
}

const withPort = (standing: Partial<PortStanding>, more: Parameters<typeof portSeen>[1] = {}) =>
  pictureOf({ ports: [portSeen('Gi1/0/1', more)], standings: { 'Gi1/0/1': standing } });

describe('what is planned', () => {
  test('one step for each port that is not so already, with all that is known before and after', () => {
    const picture = pictureOf({ ports: [...many(12), portSeen('Gi1/0/13', { vlan: 20 })] });
    const { draft } = drafted({ picture, list: 'gigabitethernet1/0/1-2,Gi1/0/13' });
    expect(draft.title).toBe('VLAN 20 for 3 ports of sw1');
    expect(draft.unchanged).toEqual([{ store: STORE, kind: 'port', count: 1 }]);
    const base = { store: STORE, kind: 'port', existing: 13, firstRun: false, areNamed: true };
    expect(draft.bases).toEqual([base]);
    expect(draft.steps.map(({ key, before, after }) => ({ key, before, after }))).toEqual(
      ['Gi1/0/1', 'Gi1/0/2'].map((key) => ({
        key,
        before: { mode: 'access', accessVlan: 10, description: '', adminUp: true },
        after: { mode: 'access', accessVlan: 20, description: '', adminUp: true },
      })),
    );
    expect(draft.steps[0]).toMatchObject({ action: 'update', name: 'ams1/sw1 Gi1/0/1', site: 'ams1' });
  });

  test.each([
    [{ action: 'describe', description: 'desk 12' }, { description: 'desk 12' }],
    [{ action: 'disable' }, { adminUp: false }],
    [
      { action: 'onboard', description: 'desk' },
      { accessVlan: 20, description: 'desk' },
    ],
    [{ action: 'offboard' }, { adminUp: false, accessVlan: 20 }],
  ] as const)('%j changes only that', (wish, changes) => {
    const vlan = wish.action === 'onboard' || wish.action === 'offboard' ? 20 : 0;
    const [step] = drafted({ wish: { ...wish, vlan }, picture: pictureOf({ ports: many(1) }) }).draft.steps;
    expect(step?.after).toEqual({ ...step?.before, ...changes });
  });

  test('a VLAN that the switch does not have blocks, or is made before the ports that need it', () => {
    const picture = pictureOf({ ports: many(20), vlans: [10] });
    expect(judged({ picture, list: 'Gi1/0/1-2' })).toEqual([
      'Gi1/0/1 blocked vlan-missing',
      'Gi1/0/2 blocked vlan-missing',
    ]);
    const wish = { createVlan: true, vlanName: 'voice' };
    expect(judged({ picture, list: 'Gi1/0/1-2', wish })).toEqual([
      '20 ready',
      'Gi1/0/1 ready',
      'Gi1/0/2 ready',
    ]);
    const [made, port] = drafted({ picture, wish }).draft.steps;
    expect(made).toMatchObject({ action: 'create', kind: 'vlan', before: null, after: { name: 'voice' } });
    expect(port?.needs).toEqual([made?.id]);
  });

  test('of a switch whose VLANs nobody read nothing is concluded', () => {
    expect(judged({ picture: pictureOf({ ports: many(1), vlans: [] }) })).toEqual(['Gi1/0/1 ready']);
  });

  test('more than the usual share of the ports of a switch at once needs a word, where a filter found them', () => {
    const picture = pictureOf({ ports: many(48) });
    const names = many(48).map(({ name }) => name);
    const few = judged({ picture, found: names.slice(0, 14) });
    expect(few).toEqual(names.slice(0, 14).map((name) => `${name} ready`));
    expect(outcomes(judged({ picture, found: names }))).toEqual(['blocked max-updates']);
    const overrides = [`max-updates:${STORE}/port`];
    expect(outcomes(judged({ picture, found: names, overrides }))).toEqual(['ready']);
  });

  test('48 ports of one switch that somebody named pass; more of them, and those of several switches, need a word', () => {
    const picture = pictureOf({ ports: many(96) });
    expect(outcomes(judged({ picture, list: 'Gi1/0/1-48' }))).toEqual(['ready']);
    expect(outcomes(judged({ picture, list: 'Gi1/0/1-49' }))).toEqual(['blocked max-updates']);
    const small = pictureOf({ ports: many(48) });
    const other = { ...small, source: { ...small.source, id: 'sw2' }, name: 'sw2' };
    const list = 'Gi1/0/1-20';
    const { draft } = draftPorts({
      ...{ wish: VLAN_20, reservedVlans: [1], off: [], overrides: [], by: 'user:ada' },
      targets: [small, other].map((one, at) => ({ picture: one, list, field: `targets[${at}].ports` })),
    });
    const facts = { bases: draft.bases, settings: [], overrides: [], nowMs: 0 };
    const reasons = guard(orderSteps(draft.steps), facts).map(({ reason }) => reason?.code);
    expect(new Set(reasons)).toEqual(new Set(['max-updates']));
  });
});

describe('guards', () => {
  test('a port of which the switch tells neither mode nor VLAN gets none, where it tells them of others', () => {
    const oob = portSeen('oob', { mode: undefined, vlan: undefined });
    const picture = pictureOf({ ports: [...many(2), oob] });
    expect(judged({ picture, list: 'oob' })).toEqual(['oob blocked no-switch-port']);
    expect(judged({ picture, list: 'oob', wish: { mode: 'access' } })).toEqual([
      'oob blocked no-switch-port',
    ]);
    const words = { action: 'describe', vlan: 0, description: 'out of band' } as const;
    expect(judged({ picture, list: 'oob', wish: words })).toEqual(['oob ready']);
    // A switch that tells it of no port.
    const silent = pictureOf({ ports: [oob, ...many(2, { mode: undefined, vlan: undefined })] });
    expect(judged({ picture: silent, list: 'oob' })).toEqual(['oob ready']);
  });

  test.each([
    ['uplink', { portClass: 'interswitch' }, {}],
    ['uplink', { portClass: 'fabric' }, {}],
    ['lag', { portClass: 'host-lag' }, {}],
    ['ap', { portClass: 'ap' }, {}],
    ['hypervisor', { portClass: 'hypervisor' }, {}],
    ['err-disabled', {}, { state: 'err-disabled' }],
  ] as const)(
    '%s blocks, until it is lifted by name; a new description goes through',
    (code, standing, port) => {
      const picture = withPort(standing, port);
      expect(judged({ picture })).toEqual([`Gi1/0/1 blocked ${code}`]);
      expect(judged({ picture, overrides: [`${code}:${STORE}/port`] })).toEqual(['Gi1/0/1 ready']);
      expect(judged({ picture, overrides: [`${code}:ams1/source/sw2/port`] })).toEqual([
        `Gi1/0/1 blocked ${code}`,
      ]);
      const wish = { action: 'describe', vlan: 0, description: 'new' } as const;
      expect(judged({ picture, wish })).toEqual(['Gi1/0/1 ready']);
    },
  );

  test('the only way from the switch to its gateway is never taken, whatever is lifted', () => {
    const picture = withPort({ portClass: 'interswitch', isWayOut: true });
    const overrides = [`uplink:${STORE}/port`, `lag:${STORE}/port`];
    expect(judged({ picture, overrides })).toEqual(['Gi1/0/1 blocked last-path']);
    expect(judged({ picture, overrides, wish: { action: 'disable', vlan: 0 } })).toEqual([
      'Gi1/0/1 blocked last-path',
    ]);
    expect(() => judged({ picture, overrides: [`last-path:${STORE}/port`] })).toThrow(/must be GUARD/);
  });

  test('nor are all known ways at once; one of them may go while another stays', () => {
    const way = { portClass: 'interswitch', waysOut: 2 } as const;
    const ports = [portSeen('Gi1/0/1'), portSeen('Gi1/0/2'), portSeen('Gi1/0/3')];
    const picture = pictureOf({ ports, standings: { 'Gi1/0/1': way, 'Gi1/0/2': way } });
    const overrides = [`uplink:${STORE}/port`];
    const wish = { action: 'disable', vlan: 0 } as const;
    const all = ['Gi1/0/1 blocked last-path', 'Gi1/0/2 blocked last-path', 'Gi1/0/3 ready'];
    expect(judged({ picture, overrides, wish, list: 'Gi1/0/1-3' })).toEqual(all);
    expect(judged({ picture, overrides, wish, list: 'Gi1/0/2-3' })).toEqual([
      'Gi1/0/2 ready',
      'Gi1/0/3 ready',
    ]);
    const words = { action: 'describe', vlan: 0, description: 'x' } as const;
    expect(judged({ picture, overrides, wish: words, list: 'Gi1/0/1-2' })).toEqual([
      'Gi1/0/1 ready',
      'Gi1/0/2 ready',
    ]);
  });

  test('a step that takes one of them tells the agent the others, which it looks at then', () => {
    const way = { portClass: 'interswitch', waysOut: 2, otherWays: ['GigabitEthernet1/0/2'] } as const;
    const ports = [portSeen('Gi1/0/1'), portSeen('Gi1/0/2', { mode: 'trunk', vlan: 5 })];
    const picture = pictureOf({ ports, standings: { 'Gi1/0/1': way } });
    const stepFor = (wish: Partial<PortWish>) => drafted({ picture, wish }).draft.steps[0];
    const ways = [{ port: 'Gi1/0/2', mode: 'trunk', vlan: 5 }];
    const step = stepFor({ action: 'disable', vlan: 0 });
    expect([step?.before?.['ways'], step?.after?.['ways']]).toEqual([ways, ways]);
    expect(stepFor({ action: 'describe', vlan: 0, description: 'x' })?.after).not.toHaveProperty('ways');
  });

  test('a VLAN that is reserved is not made for a port either', () => {
    const picture = pictureOf({ ports: [portSeen('Gi1/0/1')] });
    const wish = { vlan: 1002, createVlan: true, vlanName: 'x' };
    const overrides = [`reserved-vlan:${STORE}/port`];
    expect(judged({ picture, overrides, wish })[0]).toBe('1002 blocked reserved-vlan');
  });

  test('a member of a port channel is changed by hand, its description too', () => {
    const picture = withPort({}, { lag: 'Po1' });
    const overrides = [`lag:${STORE}/port`];
    expect(judged({ picture, overrides })).toEqual(['Gi1/0/1 blocked lag']);
    const wish = { action: 'describe', vlan: 0, description: 'new' } as const;
    expect(judged({ picture, overrides, wish })).toEqual(['Gi1/0/1 blocked lag']);
  });

  test('what is lifted at a link between switches is told to the agent, in both halves of the step', () => {
    const picture = withPort({ portClass: 'interswitch' });
    const [step] = drafted({ picture, overrides: [`uplink:${STORE}/port`] }).draft.steps;
    expect([step?.before?.['anyway'], step?.after?.['anyway']]).toEqual([['uplink'], ['uplink']]);
    expect(drafted({ picture }).draft.steps[0]?.before).not.toHaveProperty('anyway');
  });

  test('so is what is lifted of access points and ports in error, by the maker or by the configuration', () => {
    const wordsOf = (asked: Asked): unknown => drafted(asked).draft.steps[0]?.after?.['anyway'];
    const picture = withPort({ portClass: 'ap' });
    expect(wordsOf({ picture })).toBeUndefined();
    expect(wordsOf({ picture, overrides: [`ap:${STORE}/port`] })).toEqual(['ap']);
    expect(wordsOf({ picture, overrides: [`hypervisor:${STORE}/port`] })).toBeUndefined();
    expect(wordsOf({ picture, off: ['ap', 'err-disabled', 'uplink'] })).toEqual(['ap', 'err-disabled']);
  });

  test('a guard that the configuration switched off blocks nothing; what nothing lifts stays', () => {
    expect(judged({ picture: withPort({ portClass: 'ap' }), off: ['ap'] })).toEqual(['Gi1/0/1 ready']);
    expect(judged({ picture: withPort({}, { lag: 'Po1' }), off: ['lag'] })).toEqual(['Gi1/0/1 blocked lag']);
  });

  test('a trunk becomes an access port only where that was asked for', () => {
    const picture = withPort({}, { mode: 'trunk', vlan: 1 });
    expect(judged({ picture })).toEqual(['Gi1/0/1 blocked mode']);
    expect(judged({ picture, wish: { mode: 'access' } })).toEqual(['Gi1/0/1 ready']);
    const [step] = drafted({ picture, wish: { mode: 'access' } }).draft.steps;
    expect(step).toMatchObject({ before: { mode: 'trunk' }, after: { mode: 'access', accessVlan: 20 } });
    expect(step?.noUndo).toContain('by hand');
    expect(step?.before).not.toHaveProperty('accessVlan');
  });

  test('VLAN 1 and those that switches keep for themselves need a word', () => {
    const picture = pictureOf({ ports: many(1), vlans: [1, 10, 1002] });
    expect(judged({ picture, wish: { vlan: 1 } })).toEqual(['Gi1/0/1 blocked reserved-vlan']);
    expect(judged({ picture, wish: { vlan: 1002 }, overrides: [`reserved-vlan:${STORE}/port`] })).toEqual([
      'Gi1/0/1 ready',
    ]);
  });

  test('an err-disabled port may be disabled, and enabling it says what to do first', () => {
    const picture = withPort({}, { state: 'err-disabled', adminUp: true });
    expect(judged({ picture, wish: { action: 'disable', vlan: 0 } })).toEqual(['Gi1/0/1 ready']);
    const wish = { action: 'enable', vlan: 0 } as const;
    expect(judged({ picture, wish })).toEqual(['Gi1/0/1 blocked err-disabled']);
    expect(drafted({ picture, wish }).draft.steps[0]?.objections?.[0]?.message).toContain('find out why');
  });

  test('a phone and its voice VLAN stop nobody: they are told, and the step is of high risk', () => {
    const picture = withPort({ portClass: 'phone' }, { voiceVlan: 30 });
    const { draft, notes } = drafted({ picture });
    expect(judged({ picture })).toEqual(['Gi1/0/1 ready']);
    expect(notes.map(({ note }) => note)).toEqual([
      'its voice VLAN 30 stays',
      'a phone hangs on it, and what is behind that',
    ]);
    expect(orderSteps(draft.steps).map(riskOf)).toEqual(['high']);
    expect(draft.steps[0]?.cause.text).toContain('voice VLAN 30');
  });
});

describe('bugs of the tool before', () => {
  test('(a) "CS" within Physics and "AP" within Laptop are nothing; a whole word is a note, and blocks nobody', () => {
    const picture = withPort({ hint: 'ap' }, { description: 'AP spare' });
    expect(judged({ picture })).toEqual(['Gi1/0/1 ready']);
    expect(drafted({ picture }).notes[0]?.note).toContain('the word "ap"');
  });

  test('(b) ports 47 and 48 and the first ten-gigabit ones are ports like others', () => {
    const ports = ['Gi1/0/47', 'Gi1/0/48', 'Te1/0/1', 'Te1/0/2'].map((name) => portSeen(name));
    expect(judged({ picture: pictureOf({ ports }), list: 'Gi1/0/47-48,Te1/0/1-2' })).toEqual(
      ports.map(({ name }) => `${name} ready`),
    );
  });

  test('(c) a port channel to a server is there, and is told as one', () => {
    const picture = pictureOf({ ports: [portSeen('Po10')], standings: { Po10: { portClass: 'host-lag' } } });
    expect(judged({ picture, list: 'Po10' })).toEqual(['Po10 blocked lag']);
  });

  test('(k) 300 ports that are not there are all told, none is called unknown', () => {
    const error = WaysideError.from(
      caught(() => drafted({ picture: pictureOf({ ports: many(2) }), list: 'Gi1/0/1-302,Fa0/7' })),
    );
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.violations).toEqual([
      { field: 'targets[0].ports', message: 'sw1 has no port Gi1/0/3-302, Fa0/7' },
    ]);
    const odd = Array.from({ length: 300 }, (_, at) => `Gi1/0/${at * 2 + 100}`);
    const scattered = WaysideError.from(
      caught(() => drafted({ picture: pictureOf({ ports: many(2) }), list: odd.join(',') })),
    );
    const told = scattered.violations.flatMap(({ message }) => message.match(/Gi1\/0\/\d+/g) ?? []);
    expect(told).toEqual(odd);
    expect(Math.max(...scattered.violations.map(({ message }) => message.length))).toBeLessThan(512);
  });
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

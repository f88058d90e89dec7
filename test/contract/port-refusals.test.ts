/**
 * What port work leaves alone, and what it makes of answers that no recording has: a VLAN that carries the switch's own address or
 * its ports, the last way that is up, a configuration that somebody else holds, a save that says something else.
 */
import { describe, expect, test } from 'vitest';
import { configure } from '../../agent/switch/ssh/configure.ts';
import { createRedactor } from '../../agent/switch/terminal/redact.ts';
import { type JobStep, type JsonObject, vlansHoldPorts } from '../../shared/model/index.ts';
import { replayIds } from '../lab/replay/index.ts';
import { carryOut, platformOf, type Script, scriptedLoan } from './support/scripted-switch.ts';
import { planned, vlanStep } from './support/switch-rig.ts';

const goneVlan = (vlan: number, before: JsonObject): JobStep =>
  vlanStep(1, vlan, { action: 'delete', before });

/** An AOS-S with VLAN 99, below which these lines stand. */
function procurve({
  own = [],
  vlan1 = [],
  saved = [],
}: {
  readonly own?: readonly string[];
  readonly vlan1?: readonly string[];
  readonly saved?: readonly string[];
}): Script {
  let isThere = true;
  let isDown = false;
  const rows = (): string[] => [
    '  1       DEFAULT_VLAN | Port-based No    No',
    ...(isThere ? ['  99      MGMT         | Port-based No    No'] : []),
  ];
  const script: Script = {
    home: true,
    show(command) {
      if (command === 'show vlans')
        return [
          '  VLAN ID Name         | Status     Voice Jumbo',
          '  ------- ------------ + ---------- ----- -----',
          ...rows(),
        ];
      if (command === 'show running-config')
        return [
          'vlan 1',
          '   name "DEFAULT_VLAN"',
          '   untagged 1-50',
          ...vlan1,
          '   exit',
          ...(isThere ? ['vlan 99', '   name "MGMT"', ...own, '   exit'] : []),
          '',
        ];
      if (command === 'show running-config interface 5')
        return ['interface 5', ...(isDown ? ['   disable'] : []), '   untagged vlan 1', '   exit', ''];
      return /^show interfaces brief/.test(command)
        ? [
            '  Port         Type       | Alert     Enabled Status Mode       Mode Ctrl  Limit',
            '  ------------ ---------- + --------- ------- ------ ---------- ---- ----- ------',
            `  5            100/1000T  | No        ${isDown ? 'No ' : 'Yes'}     Up     1000FDx    MDIX off   0    `,
          ]
        : undefined;
    },
    type(line) {
      if (line === 'configure') script.home = false;
      if (line === 'end') script.home = true;
      if (line === 'no vlan 99') isThere = false;
      if (line === 'interface 5 disable') isDown = true;
      if (line === 'interface 5 enable') isDown = false;
      return line === 'write memory' ? saved : [];
    },
  };
  return script;
}

test('planners know the platforms on which a VLAN holds its ports as the packs do', () => {
  const held = replayIds.filter((id) => platformOf(id).write?.keepsTagged === true);
  expect(held.toSorted()).toEqual(vlansHoldPorts.toSorted());
});

describe('a VLAN is not taken away', () => {
  const address = '   ip address 10.9.9.2 255.255.255.0';

  test.each([
    ['in which the switch has its address', { own: [address] }, /has an address of its own in VLAN 99/],
    [
      'that ports carry tagged, for they would lose it',
      { own: ['   tagged 49-50'], vlan1: [address] },
      /VLAN 99 is that of 49, 50/,
    ],
    [
      'where nothing tells where the address is',
      {},
      /cannot tell whether VLAN 99 carries the management address/,
    ],
  ])('%s', async (_, config, why) => {
    const { fates, typed } = await carryOut('hp_procurve', procurve(config), [
      goneVlan(99, { name: 'MGMT' }),
    ]);
    expect(fates[0]).toMatch(/^refused GUARD_BLOCKED/);
    expect(fates[0]).toMatch(why);
    expect(typed).toEqual([]);
  });

  test('but one that is free is, and so is one that the maker of the plan has looked at', async () => {
    const free = await carryOut('hp_procurve', procurve({ vlan1: [address] }), [
      goneVlan(99, { name: 'MGMT' }),
    ]);
    expect(free).toEqual({ fates: ['done'], typed: ['configure', 'no vlan 99', 'end', 'write memory'] });
    const anyway = { name: 'MGMT', anyway: ['management'] };
    expect((await carryOut('hp_procurve', procurve({}), [goneVlan(99, anyway)])).fates).toEqual(['done']);
    const own = await carryOut('hp_procurve', procurve({ own: [address] }), [goneVlan(99, anyway)]);
    expect(own.fates[0]).toMatch(/an address of its own/);
  });
});

/** An IOS with two ways to its gateway, the second one as told. */
function twoWays(second: string, config: readonly string[] = [' switchport mode trunk']): Script {
  let isDown = false;
  const script: Script = {
    home: true,
    show(command) {
      if (/^show running-config interface \S*47$/.test(command))
        return [
          'interface GigabitEthernet1/0/47',
          ' switchport mode trunk',
          ...(isDown ? [' shutdown'] : []),
          'end',
        ];
      if (/^show running-config interface \S*48$/.test(command))
        return ['interface GigabitEthernet1/0/48', ...config, 'end'];
      if (/status/.test(command))
        return [
          ...['', 'Port      Name               Status       Vlan       Duplex  Speed Type'],
          'Gi1/0/47                     connected    trunk      a-full a-1000 10/100/1000BaseTX',
          `Gi1/0/48                     ${second.padEnd(12)} trunk      a-full a-1000 10/100/1000BaseTX`,
        ].filter((line) => /status$/.test(command) || !/^Gi/.test(line) || line.startsWith(portIn(command)));
      return undefined;
    },
    type(line) {
      if (line.startsWith('configure')) script.home = false;
      if (line === 'end') script.home = true;
      if (line === 'shutdown') isDown = true;
      if (line === 'no shutdown') isDown = false;
      return line.startsWith('write') ? ['[OK]'] : [];
    },
  };
  return script;
}

const portIn = (command: string): string => /interfaces? (\S+) /.exec(command)?.[1] ?? 'Gi';

describe('of two ways from the switch to its gateway', () => {
  const shut = (no: number, port: string, other: string): JobStep => {
    const before = {
      mode: 'trunk',
      description: '',
      adminUp: true,
      ways: [{ port: other, mode: 'trunk', vlan: 1 }],
    };
    return planned(no, { kind: 'port', key: port, before, after: { ...before, adminUp: false } });
  };
  const first = shut(1, 'Gi1/0/47', 'Gi1/0/48');

  test.each([
    ['is down by now', twoWays('notconnect')],
    ['was shut by an earlier plan', twoWays('disabled', [' switchport mode trunk', ' shutdown'])],
    [
      'was put into another network',
      twoWays('connected', [' switchport mode access', ' switchport access vlan 20']),
    ],
  ])('one is left up when the other %s, whatever the plan says', async (_, script) => {
    const { fates, typed } = await carryOut('cisco_ios', script, [first]);
    expect(fates[0]).toMatch(/^not-done GUARD_BLOCKED: port Gi1\/0\/47 is by now the last way/);
    expect(typed).toEqual([]);
  });

  test('one is brought up again whatever the other one is', async () => {
    const script = twoWays('notconnect');
    script.type('shutdown');
    const { before, after } = first.action as { readonly before: JsonObject; readonly after: JsonObject };
    const back = planned(1, { kind: 'port', key: 'Gi1/0/47', before: after, after: before });
    expect((await carryOut('cisco_ios', script, [back])).fates).toEqual(['done']);
  });

  test('one may go while the other is up, and not both together', async () => {
    expect((await carryOut('cisco_ios', twoWays('connected'), [first])).fates).toEqual(['done']);
    const both = await carryOut('cisco_ios', twoWays('connected'), [first, shut(2, 'Gi1/0/48', 'Gi1/0/47')]);
    expect(both.fates.every((fate) => /the last way/.test(fate))).toBe(true);
    expect(both.typed).toEqual([]);
  });
});

const desk = { mode: 'access', accessVlan: 1, description: '', adminUp: true };
const port5 = (want: JsonObject): JobStep =>
  planned(1, { kind: 'port', key: '5', before: desk, after: { ...desk, ...want } });

test.each(replayIds)(
  '%s gets no description that looks like its pager, its prompt or a refusal',
  async (id) => {
    const nothing: Script = { home: true, show: () => undefined, type: () => [] };
    for (const text of ['--More--', '---- More ----', 'sw1#', '% Invalid input detected', 'Error: none']) {
      const { fates, typed } = await carryOut(id, nothing, [port5({ description: text })]);
      expect(fates[0]).toContain('not-done INVALID_INPUT');
      expect(fates[0]).toContain(text);
      expect(typed).toEqual([]);
    }
  },
);

test('a switch that lets nobody into its configuration is asked once, in whatever words it says so', async () => {
  const base = procurve({});
  const script: Script = {
    ...base,
    show: base.show,
    type: (line) => (line === 'configure' ? ['Sorry, come back later.'] : []),
  };
  const { fates, typed } = await carryOut('hp_procurve', script, [port5({ adminUp: false })]);
  expect(typed).toEqual(['configure']);
  expect(fates).toEqual([
    'not-done COMMAND_REJECTED: port 5: the switch did not let us into its configuration: it said: Sorry, come back later.',
  ]);
});

describe('a save without a word of success that is known', () => {
  const shut = [port5({ adminUp: false })];

  test('is one where the switch says nothing', async () => {
    expect((await carryOut('hp_procurve', procurve({}), shut)).fates).toEqual(['done']);
  });

  test('is told as not known where it says something else, and the change stays in force', async () => {
    const odd = procurve({ saved: ['Flash bank 2 is nearly full.'] });
    const { fates, typed } = await carryOut('hp_procurve', odd, shut);
    expect(fates).toEqual([
      'unknown NOT_SAVED: it is done and in force; whether it was saved is not known: the switch said: Flash bank 2 is nearly full.',
    ]);
    expect(typed).not.toContain('interface 5 enable');
    const gone = procurve({
      vlan1: ['   ip address 10.9.9.2 255.255.255.0'],
      saved: ['Flash bank 2 is nearly full.'],
    });
    const [fate] = (await carryOut('hp_procurve', gone, [goneVlan(99, { name: 'MGMT' })])).fates;
    expect(fate).toMatch(/^unknown NOT_SAVED: it is done and in force/);
  });
});

test.each([
  ['a refusal', 'shutdown', 'n\r'],
  ['nothing refused', '', 'y\r'],
])('VRP 8 is told to commit on the way out or not: after %s', async (_, refused, answer) => {
  const platform = platformOf('huawei_vrp');
  const script: Script = {
    ...{ home: true, show: () => undefined },
    type(line) {
      script.home = line === 'return';
      return line === refused ? ['Error: The interface is in use.'] : [];
    },
  };
  const { loan, typed } = scriptedLoan('huawei_vrp', script);
  const redactor = createRedactor({
    ...{ username: 'ada', password: 'never shown', enablePassword: undefined, privateKey: undefined },
  });
  const lines = ['interface 10GE1/0/1', 'description x', 'shutdown'].map((line) => ({ line }));
  await configure(loan.session, lines, { platform, redactor, signal: new AbortController().signal });
  const asked =
    'Warning: Uncommitted configurations found. Are you sure to commit them before exiting? [Y(yes)/N(no)/C(cancel)]:';
  const out = typed.find(({ line }) => line === 'return');
  expect(out?.questions.find(({ ask }) => ask.test(asked))?.answer).toBe(answer);
});

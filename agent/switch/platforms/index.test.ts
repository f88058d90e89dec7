import { describe, expect, test } from 'vitest';
import { platformAliases, platformIds, terminalTextProblem } from '../../../shared/model/index.ts';
import { detectPlatform, findPlatform, platforms } from './index.ts';

interface Sample {
  /** At the end of the buffer: unprivileged, privileged, in configuration. Undefined: the platform has none such. */
  readonly user?: string;
  readonly privileged: string;
  readonly configuration: string;
  readonly pager: string;
  readonly refusal: string;
}

const CISCO = {
  user: 'switch1>',
  privileged: '\r\nsw-01.example#',
  refusal: "% Invalid input detected at '^' marker.",
};
const SAMPLES: Readonly<Record<string, Sample>> = {
  dell_os6: { ...CISCO, configuration: 'sw(config-if-Gi1/0/1)# ', pager: '--More-- or (q)uit' },
  dell_powerconnect: {
    ...CISCO,
    configuration: 'sw(config-if)# ',
    pager: 'More: <space>,  Quit: q, One line: <return> ',
  },
  dell_os9: { ...CISCO, configuration: 'sw(conf-if-te-0/1)#', pager: '--More--' },
  dell_os10: { ...CISCO, configuration: 'sw(conf-if-eth1/1/1)# ', pager: '--More--' },
  cisco_ios: { ...CISCO, configuration: '\rsw(config-if)#', pager: ' --More-- ' },
  cisco_nxos: { ...CISCO, configuration: 'sw(config-if)# ', pager: '--More--' },
  arista_eos: { ...CISCO, configuration: 'sw(config-if-Et1)#', pager: ' --More-- ' },
  cisco_smb: {
    ...CISCO,
    configuration: 'sw(config-if)#',
    pager: 'More: <space>,  Quit: q or CTRL+Z, One line: <return> ',
  },
  hp_procurve: {
    ...{ ...CISCO, configuration: 'sw(vlan-10)# ', refusal: 'Invalid input: shwo' },
    pager: '-- MORE --, next page: Space, next line: Enter, quit: Control-C',
  },
  hp_comware: {
    ...{ privileged: '\r<sw-1>', configuration: '[sw-1-GigabitEthernet1/0/1]', pager: '  ---- More ----' },
    refusal: " % Unrecognized command found at '^' position.",
  },
  huawei_vrp: {
    ...{ privileged: '\r<sw-1>', configuration: '[*sw-1-10GE1/0/1]', pager: '  ---- More ----' },
    refusal: "Error: Unrecognized command found at '^' position.",
  },
  ruckus_icx: {
    ...{ ...CISCO, configuration: 'SSH@sw(config-vlan-10)#', refusal: 'Invalid input -> foo' },
    pager: '--More--, next page: Space, next line: Return key, quit: Control-c',
  },
  aruba_aoscx: {
    ...{ ...CISCO, configuration: 'sw(config-if)# ', refusal: 'Invalid input: foo' },
    pager: '-- MORE --, next page: Space, next line: Enter, quit: q',
  },
  juniper_junos: {
    ...{ privileged: '{master:0}\r\nadmin@sw-1> ', configuration: '[edit]\r\nadmin@sw-1# ' },
    ...{ pager: '---(more 23%)---', refusal: 'syntax error, expecting <command>.' },
  },
  extreme_exos: {
    ...{ privileged: '* sw-1.12 # ', configuration: 'sw-1.13 # ' },
    ...{
      pager: 'Press <SPACE> to continue or <Q> to quit:',
      refusal: "%% Invalid input detected at '^' marker.",
    },
  },
  mikrotik_routeros: {
    ...{ privileged: '[admin@sw-1] > ', configuration: '[admin@sw-1] /interface> ' },
    ...{ pager: '-- [Q quit|D dump|down]', refusal: 'bad command name foo (line 1 column 1)' },
  },
};

test('all sixteen packs are found by their id and by the other names people have for them', () => {
  expect(platforms.map(({ id }) => id).toSorted()).toEqual(Object.keys(SAMPLES).toSorted());
  for (const { id, aliases = [] } of platforms)
    for (const name of [id, ...aliases]) expect(findPlatform(name)?.id, name).toBe(id);
  expect(findPlatform('toString')).toBeUndefined();
});

test.each([
  'Cisco IOS XR Software, Version 6.5.3',
  'System Description............................. Accton AS4610-54P , 3.2.2.42, Linux 3.6.5',
  'Brocade Communications Systems, Inc. MLXe Router',
  'Linux sw-1 4.19.0 x86_64 GNU/Linux',
])('%s is not ours', (text) => {
  expect(detectPlatform(text)).toBeUndefined();
});

describe.each(platforms)('$id', (platform) => {
  const sample = SAMPLES[platform.id];

  test('its prompts are known, and which of them are privileged', () => {
    const { user, privileged = '', configuration = '' } = sample ?? {};
    if (user !== undefined) {
      expect(platform.prompt.test(user)).toBe(true);
      expect(platform.privilegedPrompt.test(user)).toBe(false);
    }
    for (const prompt of [privileged, configuration]) {
      expect(platform.prompt.test(`text\r\n${prompt}`), prompt).toBe(true);
      expect(platform.privilegedPrompt.test(`text\r\n${prompt}`), prompt).toBe(true);
    }
    const line = configuration.split(/[\r\n]/).at(-1) ?? '';
    expect(platform.write === undefined || platform.write.configPrompt.test(line)).toBe(true);
  });

  test.each(['Password:', 'Building configuration', '1    0011.2233.4455', '#### welcome ####', 'a > b'])(
    '%j is no prompt',
    (buffer) => expect(platform.prompt.test(buffer)).toBe(false),
  );

  test('its pager is known at the end of the buffer only', () => {
    const pager = sample?.pager ?? '';
    expect(platform.more.test(`Gi1/0/1 up\r\n${pager}`)).toBe(true);
    expect(platform.more.test(`${pager}\r\nGi1/0/1 up`)).toBe(false);
  });

  test('its way to refuse a command is known, and a log message is no refusal', () => {
    const isError = (line: string): boolean => platform.errors.some(({ pattern }) => pattern.test(line));
    expect(isError(sample?.refusal ?? '')).toBe(true);
    expect(isError('%LINK-3-UPDOWN: Interface Gi1/0/1, changed state to up')).toBe(false);
  });

  // RouterOS has no configuration to hold.
  if (platform.id !== 'mikrotik_routeros')
    test.each([
      'Configuration mode locked exclusively by user "bob"',
      '% Configuration is currently locked by another session',
      'The current configuration is locked by user bob on VTY 0.',
      'Error: Configuration database locked by: bob terminal p0',
      'Another user is configuring the switch, try again later',
      'Unable to enter configuration mode.',
    ])('a configuration that somebody else holds is a refusal: %s', (line) => {
      expect(platform.errors.some(({ pattern }) => pattern.test(line))).toBe(true);
    });

  test.each([
    'Current configuration : 120 bytes',
    'Building configuration...',
    'Configuration saved!',
    '! Last configuration change',
  ])('a configuration that is shown is none: %s', (line) =>
    expect(platform.errors.some(({ pattern }) => pattern.test(line))).toBe(false),
  );

  test('what reads like its pager, its prompt or a refusal is no text for people', () => {
    const { user = '', privileged = '', configuration = '', pager = '', refusal = '' } = sample ?? {};
    for (const text of [user, privileged, configuration].map((prompt) => prompt.split(/[\r\n]/).at(-1) ?? ''))
      expect(text === '' || terminalTextProblem(text) !== undefined, text).toBe(true);
    for (const text of [pager, refusal]) expect(terminalTextProblem(text), text).toBeDefined();
  });
});

test('the ids that a person may give to a source are those of the packs, and their other names', () => {
  expect(platforms.map(({ id }) => id).toSorted()).toEqual(platformIds);
  expect(platforms.flatMap(({ aliases = [] }) => aliases).toSorted()).toEqual(platformAliases);
});

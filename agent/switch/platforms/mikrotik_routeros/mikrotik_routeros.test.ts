/** The traps of RouterOS; the recordings themselves are scored in test/bench/parse.test.ts. */
import { describe, expect, test } from 'vitest';
import { first, readLines } from '../testing/read.ts';
import { mikrotikRouteros } from './index.ts';

const { commands, alsoReads, prompt, loginQuestions, more, errors, write } = mikrotikRouteros;

test.each(['[admin@MikroTik] > ', '\r\n[admin@sw 1, left] /interface bridge> ', '[a@b] <SAFE> '])(
  '%j is a prompt',
  (buffer) => {
    expect(prompt.test(buffer)).toBe(true);
  },
);

test.each(['[admin@MikroTik] done', ' 0 D name="[a@b]"', 'new password> '])('%j is none', (buffer) => {
  expect(prompt.test(buffer)).toBe(false);
});

test('the licence is declined, a new password is not given, the pager is known', () => {
  const answerTo = (text: string) => loginQuestions?.find(({ ask }) => ask.test(text))?.answer;
  expect(answerTo('Do you want to see the software license? [Y/n]: ')).toBe('n\r');
  expect(answerTo('Change your password\r\nnew password> ')).toBe('\x03');
  expect(more.test('-- [Q quit|D dump|right|down]')).toBe(true);
});

test.each([
  ['bad command name brige (line 1 column 12)', 'COMMAND_REJECTED'],
  ['expected end of command (line 1 column 3)', 'COMMAND_REJECTED'],
  ['no such item', 'COMMAND_REJECTED'],
  ['not enough permissions (9)', 'COMMAND_DENIED'],
])('%s means %s', (line, code) => {
  expect(errors.find(({ pattern }) => pattern.test(line))?.code).toBe(code);
});

test('terse: comments hold signs of all kinds, a log line bursts in, the port is where the address was seen', () => {
  const { rows, unknown } = readLines(first(commands.fdb), [
    ' 0   DL  mac-address=48:A9:8A:00:00:01 vid=1 on-interface=bridge1 bridge=bridge1',
    ' 1   D   mac-address=48:A9:8A:00:00:02 vid=20 on-interface=sfp-sfpplus1 bridge=bridge1 age=12s',
    '17:20:06 echo: system,error,critical login failure for user admin from 10.0.0.13 via ssh',
    ' 2   DE  mac-address=48:A9:8A:00:00:03 interface=ether 4 bridge=lan on-interface=ether 4',
    ' 3       comment=a=b, "c" ;;; d mac-address=48:A9:8A:00:00:04 on-interface=ether5 bridge=bridge1',
    ' 4   D   mac-address=48:A9:8A:00:00 on-interface=ether5',
  ]);
  expect(rows.map(({ mac, vlan, port, type }) => [mac.slice(-2), vlan, port, type])).toEqual([
    ['01', 1, 'bridge1', 'self'],
    ['02', 20, 'sfp-sfpplus1', 'dynamic'],
    ['03', undefined, 'ether 4', 'dynamic'],
    ['04', undefined, 'ether5', 'static'],
  ]);
  expect(unknown).toEqual([' 4   D   mac-address=48:A9:8A:00:00 on-interface=ether5']);
});

test('detail: comments of several lines, quotes within quotes, a value with blanks', () => {
  const { rows, unknown } = readLines(alsoReads?.ports?.[0], [
    'Flags: D - dynamic; X - disabled, R - running; S - slave',
    ' 0  R   ;;; Uplink',
    '2 floors up',
    '        name="ether1 \\"left\\"" default-name="ether1" type="ether"',
    '        last-link-up-time=jul/09/2023 07:18:42 link-downs=20',
    '',
    ' 1  X   name="sfp1" type="ether"',
  ]);
  expect(unknown).toEqual([]);
  expect(rows.map(({ name, description, state }) => [name, description, state])).toEqual([
    ['ether1 "left"', 'Uplink 2 floors up', 'up'],
    ['sfp1', undefined, 'disabled'],
  ]);
});

test('a table: an empty cell stays empty', () => {
  const { rows, unknown } = readLines(alsoReads?.arp?.[0], [
    'Flags: X - disabled, I - invalid, H - DHCP, D - dynamic, P - published, C - complete',
    ' #    ADDRESS         MAC-ADDRESS       INTERFACE',
    ' 0 DC 10.160.1.230    12:34:56:78:90:AA ether2',
    ' 1    10.152.1.231    12:34:56:78:90:AC',
    ' 2 D  10.152.1.232                      ether4',
  ]);
  expect(unknown).toEqual([]);
  expect(rows.map(({ address, port, type }) => [address, port, type])).toEqual([
    ['10.160.1.230', 'ether2', 'dynamic'],
    ['10.152.1.231', undefined, 'static'],
  ]);
});

test("MikroTik's own protocol passes other switches, so alone it names no neighbour", () => {
  const { rows, unknown } = readLines(first(commands.neighbours), [
    ' 0 interface=ether1,bridge1 address=10.0.0.2 mac-address=12:34:56:78:90:AB identity="core" interface-name="ether24" system-caps="bridge,router" system-caps-enabled="bridge,wlan-ap" discovered-by=cdp,lldp,mndp',
    ' 1 interface=ether2 address=10.0.0.3 mac-address=12:34:56:78:90:AC identity="far" discovered-by=mndp',
  ]);
  expect(unknown).toEqual([]);
  expect(
    rows.map(({ port, systemName, remotePort, capabilities }) => [
      port,
      systemName,
      remotePort,
      capabilities,
    ]),
  ).toEqual([['ether1', 'core', 'ether24', ['bridge', 'wlan']]]);
});

test('VLANs of a bridge, as documented: one entry may stand for many', () => {
  const { rows, unknown } = readLines(first(commands.vlans), [
    ' 0   comment=staff bridge=bridge1 vlan-ids=20 tagged=sfp1 untagged=ether2,ether3 current-tagged=sfp1 current-untagged=ether2',
    ' 1 D bridge=bridge1 vlan-ids=30-31 tagged= untagged= current-tagged= current-untagged=ether5',
  ]);
  expect(unknown).toEqual([]);
  expect(rows).toEqual([
    { vlan: 20, name: 'staff', ports: ['sfp1', 'ether2', 'ether3'] },
    { vlan: 30, name: undefined, ports: ['ether5'] },
    { vlan: 31, name: undefined, ports: ['ether5'] },
  ]);
});

test('ports of a bridge, as documented: which frames they take is their mode', () => {
  const { rows, unknown } = readLines(first(commands.configs), [
    ' 0   H interface=ether2 bridge=bridge1 hw=yes pvid=20 frame-types=admit-only-untagged-and-priority-tagged ingress-filtering=yes',
    ' 1   H interface=sfp1 bridge=bridge1 pvid=1 frame-types=admit-only-vlan-tagged',
    ' 2     interface=ether3 bridge=bridge1 pvid=10 frame-types=admit-all',
  ]);
  expect(unknown).toEqual([]);
  expect(
    rows.map(({ name, mode, accessVlan, nativeVlan }) => [name, mode, accessVlan ?? nativeVlan]),
  ).toEqual([
    ['ether2', 'access', 20],
    ['sfp1', 'trunk', undefined],
    ['ether3', 'general', 10],
  ]);
});

test('what a port carries tagged is gathered from all entries, as documented', () => {
  const { rows, unknown } = readLines(commands.configs[1], [
    ' 0   bridge=bridge1 vlan-ids=20 tagged=sfp1,bridge1 untagged=ether2',
    ' 1   bridge=bridge1 vlan-ids=30-31,40 tagged=sfp1 untagged=',
  ]);
  expect(unknown).toEqual([]);
  expect(rows.map(({ name, taggedVlans }) => [name, taggedVlans])).toEqual([
    ['sfp1', '20,30-31,40'],
    ['bridge1', '20'],
  ]);
});

describe('changes', () => {
  const lines = (changed: readonly { readonly line: string }[] | undefined) =>
    changed?.map(({ line }) => line);

  test('a port is found by its name, must be in a bridge that filters, and nothing has to be saved', () => {
    const change = { accessVlan: 20, description: 'Desk 4', adminUp: false };
    expect(lines(write?.ports(['ether 2'], change, new Map()))).toEqual([
      ':if ([/interface bridge get [/interface bridge port get [find interface="ether 2"] bridge] vlan-filtering] = false) do={:error "failure: the bridge of the port does not filter VLANs"}',
      ':foreach v in=[/interface bridge vlan find dynamic=no] do={:if (([:typeof [:find [/interface bridge vlan get $v untagged] "ether 2"]] != "nil") && ([/interface bridge vlan get $v vlan-ids] != 20)) do={:error "failure: another VLAN lists the port as untagged by hand"}}',
      '/interface bridge port set [find interface="ether 2"] pvid=20 frame-types=admit-only-untagged-and-priority-tagged',
      '/interface set [find name="ether 2"] comment="Desk 4"',
      '/interface set [find name="ether 2"] disabled=yes',
    ]);
    expect(write?.save).toEqual([]);
    const refused = 'failure: the bridge of the port does not filter VLANs';
    expect(errors.find(({ pattern }) => pattern.test(refused))?.code).toBe('COMMAND_REJECTED');
    expect(write?.enter).toEqual([]);
  });

  test('a VLAN is made or renamed by the same line', () => {
    const [line] = lines(write?.vlan?.(20, 'staff')) ?? [];
    expect(line).toMatch(
      /^:if \(\[:len .*vlan-ids=20\]\] = 0\) do=\{.* add .*comment="staff"\} else=\{.* set .*comment="staff"\}$/,
    );
    expect(lines(write?.vlan?.(20, undefined))).toEqual([
      '/interface bridge vlan remove [find dynamic=no vlan-ids=20]',
    ]);
  });

  test.each(['say "x"', '$password', 'a\\b', 'why?', 'ä', 'line\nend'])('%j is no description', (text) => {
    expect(write?.textProblem(text)).toBeDefined();
  });

  test('names that could break out of their quotes are refused, in questions too', () => {
    const evil = 'x"] ; /system reboot ; [find name="';
    expect(() => write?.ports([evil], { adminUp: false }, new Map())).toThrow(/cannot take "/);
    expect(() => write?.vlan?.(20, evil)).toThrow(/cannot take "/);
    expect(() => mikrotikRouteros.portStatus?.(evil)).toThrow(/cannot take "/);
  });
});

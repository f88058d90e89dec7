/** Lines that OS9 takes, to the letter. */
import { describe, expect, test } from 'vitest';
import type { PortConfigRow } from '../../platform.ts';
import { os9Write as write } from './write.ts';

describe('writing', () => {
  const was = (name: string, accessVlan: number): [string, PortConfigRow] => [
    name,
    {
      ...{ name, description: undefined, adminUp: true, mode: 'access', accessVlan, nativeVlan: undefined },
      ...{ taggedVlans: undefined, voiceVlan: undefined, lag: undefined, lines: [] },
    },
  ];

  test('ports leave their old VLAN before they join another', () => {
    const before = new Map([was('Te0/1', 10), was('Te0/2', 1), was('Te0/3', 20)]);
    expect(
      write.ports(['Te0/1', 'Te0/2', 'Te0/3'], { accessVlan: 20 }, before).map(({ line }) => line),
    ).toEqual([
      'interface vlan 10',
      'no untagged TenGigabitEthernet 0/1',
      'exit',
      'interface vlan 20',
      'untagged TenGigabitEthernet 0/1',
      'untagged TenGigabitEthernet 0/2',
      'exit',
    ]);
  });

  test('back in the default VLAN is out of the old one; the rest is said at the port', () => {
    const before = new Map([was('Po8', 10)]);
    expect(
      write
        .ports(['Po8'], { accessVlan: 1, description: 'two words', adminUp: false }, before)
        .map(({ line }) => line),
    ).toEqual([
      'interface vlan 10',
      'no untagged Port-channel 8',
      'exit',
      'interface Port-channel 8',
      'description two words',
      'shutdown',
      'exit',
    ]);
  });

  test('VLANs are made, renamed and taken away, and saving agrees to overwrite', () => {
    expect(write.vlan?.(20, 'Guests').map(({ line }) => line)).toEqual([
      'interface vlan 20',
      'name Guests',
      'no shutdown',
      'exit',
    ]);
    expect(write.vlan?.(20, undefined).map(({ line }) => line)).toEqual(['no interface vlan 20']);
    expect(write.save.map(({ line }) => line)).toEqual(['write memory']);
    const asked = 'File with same name already exist.\nProceed to copy the file [confirm yes/no]: ';
    expect(write.save[0]?.questions?.find(({ ask }) => ask.test(asked))?.answer).toBe('yes\r');
  });

  test.each(['a"b', 'who?', 'x\rreload', 'x | y'])('the description %j is refused', (text) =>
    expect(write.textProblem(text)).toEqual(expect.any(String)),
  );

  test.each(['sw1(conf)#', 'sw1(conf-if-te-0/1)#', 'sw1(conf-if-range-te-0/1-4)#'])(
    '%s is a prompt of configuration mode',
    (prompt) => expect(write.configPrompt.test(prompt)).toBe(true),
  );
});

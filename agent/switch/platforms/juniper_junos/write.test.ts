import { expect, test } from 'vitest';
import type { PortConfigRow } from '../../platform.ts';
import { junosWrite } from './write.ts';

const linesOf = (change: object, before: ReadonlyMap<string, PortConfigRow>): readonly string[] =>
  junosWrite.ports(['ge-0/0/1'], change, before).map(({ line }) => line);

test.each(['port-mode', 'interface-mode'])(
  'a trunk by %s loses the word when it becomes a port of access',
  (word) => {
    const at = 'interfaces ge-0/0/1 unit 0 family ethernet-switching';
    const config: PortConfigRow = {
      ...{ name: 'ge-0/0/1', description: undefined, adminUp: true, mode: 'trunk' as const },
      ...{
        accessVlan: undefined,
        nativeVlan: undefined,
        taggedVlans: '10',
        voiceVlan: undefined,
        lag: undefined,
      },
      lines: [`set ${at} ${word} trunk`, `set ${at} vlan members 10`],
    };
    const before = new Map([['ge-0/0/1', config]]);
    expect(linesOf({ accessVlan: 20 }, before)).toEqual([
      `delete ${at} ${word}`,
      `delete ${at} vlan members`,
      `set ${at} vlan members 20`,
    ]);
    expect(linesOf({ adminUp: true }, before)).toEqual(['delete interfaces ge-0/0/1 disable']);
  },
);

/** Lines made to cost time or memory: every parser answers soon, within bounds, and never throws. */
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../shared/runtime/index.ts';
import type { Command } from '../platform.ts';
import { platforms } from '../platforms/index.ts';
import { expandPorts } from './port-names.ts';

const WIDTH = 4_000;
const LINES = 20;
/** Generous for a slow machine; the square of the width would need far more. */
const TOTAL_MAX_MS = 2_000;

const fill = (text: string): string => text.repeat(Math.ceil(WIDTH / text.length)).slice(0, WIDTH);
const EVIL: readonly string[] = [
  `A${fill(' ')}x`,
  `${fill('-')}x`,
  `${fill('12:34: ')}%A-`,
  fill('%A-0-'),
  `%${fill('A-0-')}`,
  `Gi1/0/1 ${fill('connected 1 a-full ')}`,
  fill('\x1b]'),
  fill('a1/'),
  fill('1'),
  fill('A :'),
  fill('Gi1/0/1-1024,'),
  `Po1 ${fill('Gi1/0/1-1024,')}`,
  `1 Po1(SU) LACP ${fill('Gi1/0/1(P) ')}`,
  fill('\0\b\t'),
];
const HEADINGS = ['Vlan Mac Address Type Ports', '---- ---- ---- -----', 'System Description: x'];

const commands: readonly (readonly [string, Command<unknown>])[] = platforms.flatMap((platform) => {
  const listed: readonly Command<unknown>[] = Object.values(platform.commands).flat();
  const detail = platform.neighbourDetail?.('Gi1/0/1');
  return [...listed, ...(detail ? [detail] : [])].map(
    (command) => [`${platform.id}: ${command.command}`, command] as const,
  );
});

describe('hostile lines', () => {
  test.each(commands)('%s', (_name, command) => {
    const startedMs = systemClock.monotonic();
    for (const line of EVIL) {
      const parser = command.parser();
      for (const text of HEADINGS) parser.push(text);
      for (let i = 0; i < LINES; i += 1) parser.push(line);
      expect(JSON.stringify(parser.end().rows).length).toBeLessThan(20 * LINES * WIDTH);
    }
    expect(systemClock.monotonic() - startedMs).toBeLessThan(TOTAL_MAX_MS);
  });

  test('a short list of wide ranges does not become millions of ports', () => {
    expect(expandPorts(fill('Gi1/0/1-1024,'), (text) => text).length).toBeLessThan(6_000);
  });
});

import { describe, expect, it } from 'vitest';
import { EchoFinder } from './echo.ts';

const COMMAND = 'show mac address-table address 0011.2233.4455';

describe('EchoFinder', () => {
  it.each([
    ['after the prompt', [`sw1#${COMMAND}`]],
    ['alone', [COMMAND]],
    ['after a prompt with a blank', [`sw1# ${COMMAND}`]],
    ['wrapped after the prompt', ['sw1#show mac addr', 'ess-table address 0011', '.2233.4455']],
    ['wrapped without a prompt', ['show mac address-table', ' address 0011.2233.4455']],
    ['scrolled sideways', ['sw1#$ess-table address 0011.2233.4455']],
    ['late, after a log line', ['%LINK-3-UPDOWN: Interface Gi1/0/4, changed state to up', `sw1#${COMMAND}`]],
  ])('finds an echo that stands %s', (_name, lines) => {
    const finder = new EchoFinder(COMMAND, 'sw1#');
    const kinds = lines.map((line) => finder.take(line, line).kind);
    expect(kinds.at(-1)).toBe('echo');
    expect(kinds.slice(0, -1)).not.toContain('echo');
  });

  it('knows an echo that was wrapped by going back over the line, from what was printed', () => {
    const finder = new EchoFinder(COMMAND, 'sw1#');
    const drawn = 'ess-table address 0011.2233.4455';
    expect(finder.take(drawn, `sw1#show mac addr ${drawn}`).kind).toBe('echo');
  });

  it('tells the prompt before the echo while it is not known', () => {
    const finder = new EchoFinder('terminal length 0', undefined);
    expect(finder.take('Welcome', 'Welcome').kind).toBe('other');
    expect(finder.take('core-1# terminal length 0', '')).toEqual({ kind: 'echo', prompt: 'core-1#' });
  });

  it('does not take a row of output for an echo', () => {
    const finder = new EchoFinder(COMMAND, 'sw1#');
    expect(
      finder.take('20   0011.2233.4455   Dynamic   Gi1/0/4', '20 0011.2233.4455 Dynamic Gi1/0/4').kind,
    ).toBe('other');
    expect(finder.take('costs $5', 'costs $5').kind).toBe('other');
  });
});

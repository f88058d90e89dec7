import { describe, expect, it } from 'vitest';
import type { HostKeyVerdict, Target } from '../../jobs/driver.ts';
import { judgeHostKey } from './host-key.ts';

const KEY = Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.alloc(8)]);
const PRINT = 'SHA256:A0pHWlbTfMMNelM0mzWb0qD5TrKHgB6tzFZVceJZ0QY';

function judge(verdict: HostKeyVerdict, address = '10.20.1.11', configFile?: string) {
  const source = { site: 'ams1', kind: 'source', id: 's1' } as const;
  const target: Target = {
    source,
    name: 'sw1',
    address,
    port: 22,
    platform: undefined,
    credential: 'campus',
  };
  return judgeHostKey({ check: () => verdict, configFile }, target, KEY);
}

describe('a host key (S1.21)', () => {
  it.each(['known', 'pinned-now'] as const)('that is %s is no obstacle', (verdict) => {
    expect(judge(verdict)).toEqual({
      facts: { type: 'ssh-ed25519', fingerprint: PRINT, verdict },
      refusal: undefined,
    });
  });

  it('that is another than the pinned one names the command that accepts it', () => {
    const { refusal } = judge('mismatch');
    expect([refusal?.code, refusal?.message]).toEqual([
      'HOST_KEY_MISMATCH',
      `sw1 (10.20.1.11:22) shows the ssh-ed25519 host key ${PRINT}, which is not the pinned one; nothing was sent`,
    ]);
    expect(refusal?.hint).toContain(`wayside-agent hostkey accept 10.20.1.11:22 ${PRINT};`);
  });

  it('that may not be pinned has a code of its own, and names the credential whose list lacks the target', () => {
    const { refusal } = judge('not-listed');
    expect([refusal?.code, refusal?.details['verdict']]).toEqual(['HOST_KEY_NOT_PINNED', 'not-listed']);
    expect(refusal?.hint).toContain('the list of the credential campus');
    expect(refusal?.hint).toContain(`wayside-agent hostkey accept 10.20.1.11:22 ${PRINT}`);
  });

  it('is accepted at the agent that speaks: another configuration than the usual one is named', () => {
    const hint = judge('mismatch', '10.20.1.11', '/srv/my agents/a.yaml').refusal?.hint;
    expect(hint).toContain(`hostkey accept 10.20.1.11:22 ${PRINT} --config '/srv/my agents/a.yaml';`);
    expect(judge('mismatch').refusal?.hint).not.toContain('--config');
  });

  it.each([
    ['sw1.example.net', 'sw1.example.net:22'],
    ['2001:db8::7', "'[2001:db8::7]:22'"],
    ['$(reboot)', "'$(reboot):22'"],
    ["a'b", "'a'\\''b:22'"],
  ])('of %s is named so that a shell takes the line as one argument', (address, word) => {
    expect(judge('mismatch', address).refusal?.hint).toContain(`hostkey accept ${word} ${PRINT}`);
  });
});

import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { macFromHex } from '../../shared/model/index.ts';
import { ManualClock } from '../../shared/runtime/index.ts';
import { credential, linkFacts, plainPlatform, target } from '../../test/lab/scripted-session.ts';
import type { Kept } from './collect.ts';
import type { Loan } from './loan.ts';
import type { ArpRow, Command, Parsed, Platform } from './platform.ts';
import { createRedactor } from './redact.ts';
import { resolve } from './resolve.ts';
import type { Session } from './session.ts';

const row = (address: string): ArpRow => ({
  ...{ address, mac: macFromHex('001122334401'), vlan: 10, port: undefined, type: 'dynamic' },
});
const command = (text: string): Command<ArpRow> => ({
  command: text,
  parser: () => ({ push: () => undefined, end: () => ({ rows: [], unknown: [], unknownCount: 0 }) }),
});

/** Two commands make the table; the second one fails. */
function half(kept: ArpRow[][]): readonly [Loan, Kept] {
  const platform: Platform = {
    ...plainPlatform,
    commands: { ...plainPlatform.commands, arp: [command('one'), command('two')] },
  };
  const ask = <Row>({ command: text }: Command<Row>): Promise<Parsed<Row>> =>
    text === 'one'
      ? Promise.resolve({ rows: [row('10.0.0.5')] as unknown as Row[], unknown: [], unknownCount: 0 })
      : Promise.reject(new WaysideError('TIMEOUT', 'two hung'));
  const session = {
    ...{ platform, ask, alive: true, takeUnasked: () => false },
    facts: { ...linkFacts, prompt: 'sw1#', hostname: 'sw1', loginMs: 1 },
  } as unknown as Session;
  const loan: Loan = {
    session,
    reused: true,
    renew: () => Promise.resolve(session),
    giveWay: () => Promise.resolve(),
  };
  const remember: Kept = async (_read, read) => {
    const rows = await read();
    if (rows.length > 0) kept.push(rows as unknown as ArpRow[]);
    return { rows, ageMs: 0 };
  };
  return [loan, remember];
}

describe('an ARP table of which only a part could be read', () => {
  it('answers for what is in it, is no answer for what is not, and is kept for nobody', async () => {
    const kept: ArpRow[][] = [];
    const [loan, remember] = half(kept);
    const ask = { redactor: createRedactor(credential), signal: new AbortController().signal };
    const options = { clock: new ManualClock(), target, ask, progress: () => undefined, kept: remember };
    const { data } = await resolve(loan, '10.0.0.5', options);
    expect(data).toMatchObject({ rows: [{ address: '10.0.0.5' }] });
    await expect(resolve(loan, '10.0.0.9', options)).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(kept).toEqual([]);
  });
});

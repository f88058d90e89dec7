import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { macFromHex } from '../../../shared/model/index.ts';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { credential, linkFacts, plainPlatform, target } from '../../../test/lab/scripted-session.ts';
import type { ArpRow, Command, Parsed, Platform } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import type { Session } from '../ssh/session.ts';
import { createRedactor } from '../terminal/redact.ts';
import type { Kept } from './collect.ts';
import { resolve } from './resolve.ts';

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

describe('a device that does not take the question for one address', () => {
  /** It knows the table; the question for one address ends so. */
  function tableOnly(code: 'COMMAND_REJECTED' | 'TIMEOUT') {
    const asked: string[] = [];
    const platform: Platform = {
      ...plainPlatform,
      commands: { ...plainPlatform.commands, arp: [command('show ip arp')] },
      arpLookup: (address) => command(`show ip arp ${address}`),
    };
    const ask = async <Row>({ command: text }: Command<Row>): Promise<Parsed<Row>> => {
      asked.push(text);
      if (text !== 'show ip arp') throw new WaysideError(code, `${text}: % Invalid input`);
      const rows = [row('10.0.0.4'), row('10.0.0.5')] as unknown as Row[];
      return { rows, unknown: [], unknownCount: 0 };
    };
    const session = {
      ...{ platform, ask, alive: true, takeUnasked: () => false },
      facts: { ...linkFacts, prompt: 'sw1#', hostname: 'sw1', loginMs: 1 },
    } as unknown as Session;
    const loan: Loan = {
      ...{ session, reused: true },
      renew: () => Promise.resolve(session),
      giveWay: () => Promise.resolve(),
    };
    const kept: Kept = async (_read, read) => ({ rows: await read(), ageMs: 0 });
    const options = {
      ...{ clock: new ManualClock(), target, progress: () => undefined, kept },
      ask: { redactor: createRedactor(credential), signal: new AbortController().signal },
    };
    return { asked, find: (address: string) => resolve(loan, address, options) };
  }

  it('is asked for the whole table, in which the address is looked up', async () => {
    const { asked, find } = tableOnly('COMMAND_REJECTED');
    expect((await find('10.0.0.5')).data).toMatchObject({ rows: [{ address: '10.0.0.5', vlan: 10 }] });
    expect((await find('10.0.0.9')).data).toMatchObject({ rows: [] });
    expect(asked).toEqual(['show ip arp 10.0.0.5', 'show ip arp', 'show ip arp 10.0.0.9', 'show ip arp']);
  });

  it('is not asked again when it failed in another way', async () => {
    const { asked, find } = tableOnly('TIMEOUT');
    await expect(find('10.0.0.5')).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(asked).toEqual(['show ip arp 10.0.0.5']);
  });
});

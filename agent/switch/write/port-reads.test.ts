import { expect, test } from 'vitest';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { credential, linkFacts, plainPlatform, target } from '../../../test/lab/scripted-session.ts';
import type { Command, Platform, PortConfigRow, PortRow } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import { createRedactor } from '../terminal/redact.ts';
import { PortReads } from './port-reads.ts';

const row: PortRow = {
  ...{ name: 'p1', description: undefined, adminUp: true, operUp: true, state: 'up', mode: 'access' },
  ...{ speedMbps: undefined, duplex: undefined, vlan: 10, lag: undefined },
};
const config = (line: string): PortConfigRow => ({
  ...{
    name: 'p1',
    description: undefined,
    adminUp: true,
    mode: 'access',
    accessVlan: 10,
    voiceVlan: undefined,
  },
  ...{ nativeVlan: undefined, taggedVlans: undefined, lag: undefined, lines: [line] },
});
const answers = <Row>(command: string, rows: readonly Row[]): Command<Row> => ({
  command,
  parser: () => ({ push: () => undefined, end: () => ({ rows, unknown: [], unknownCount: 0 }) }),
});
const platform: Platform = {
  ...plainPlatform,
  commands: {
    ...plainPlatform.commands,
    ports: [answers('all states', [row])],
    configs: [answers('all configurations', [config('from the table')])],
    lags: [],
  },
  portStatus: () => answers('state of p1', [row]),
  portConfig: () => answers('configuration of p1', [config('of the port alone')]),
};

/** A table tells less of a port than the port alone: the two are not to be compared with each other. */
test.each([
  [undefined, ['state of p1', 'configuration of p1'], 'of the port alone'],
  [true, ['state of p1', 'configuration of p1'], 'of the port alone'],
  [false, ['all states', 'all configurations'], 'from the table'],
])('one port is read as many are, or as few, by what is asked for: %s', async (few, commands, line) => {
  const asked: string[] = [];
  const ask = <Row>({ command, parser }: Command<Row>): Promise<unknown> => {
    asked.push(command);
    return Promise.resolve(parser().end());
  };
  const facts = { ...linkFacts, prompt: 'sw1#', hostname: 'sw1', loginMs: 1 };
  const session = {
    platform,
    ask,
    facts,
    alive: true,
    takeUnasked: () => false,
  } as unknown as Loan['session'];
  const loan: Loan = {
    ...{ session, reused: true, renew: () => Promise.resolve(session), giveWay: () => Promise.resolve() },
  };
  const reads = new PortReads(loan, {
    ...{ clock: new ManualClock(), target, progress: () => undefined },
    ask: { redactor: createRedactor(credential), signal: new AbortController().signal },
    kept: async (_, read) => ({ rows: await read(), ageMs: 0 }),
  });
  const states = await reads.states(['p1'], { texts: false, ...(few !== undefined && { few }) });
  expect(states.get('p1')?.config.lines).toEqual([line]);
  expect(asked.toSorted()).toEqual([...commands].sort());
});

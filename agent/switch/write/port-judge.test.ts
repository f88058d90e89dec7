import { describe, expect, test } from 'vitest';
import { type JsonObject, macFromHex, type PlanStep } from '../../../shared/model/index.ts';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { credential, plainPlatform, target } from '../../../test/lab/scripted-session.ts';
import type { Command, Platform } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import { createRedactor } from '../terminal/redact.ts';
import { requireChange, type Surroundings } from './port-judge.ts';
import { PortReads } from './port-reads.ts';
import { portStateOf, stepOf } from './port-steps.ts';

const PORT = 'Gi1/0/7';
const MAC = macFromHex('001122334455');
const state = portStateOf(undefined, {
  ...{ name: PORT, description: undefined, adminUp: true, mode: 'access', accessVlan: 10 },
  ...{ nativeVlan: undefined, taggedVlans: undefined, voiceVlan: undefined, lag: undefined, lines: [] },
});
const before = { mode: 'access', accessVlan: 10, adminUp: true };
const shut = planned({ ...before }, { ...before, adminUp: false });

const nothing: Surroundings = {
  ...{
    vlans: new Set([10]),
    neighbours: [],
    own: new Set<string>(),
    way: new Set<string>(),
    standing: new Set<string>(),
  },
  keepsTagged: false,
};

function judged(around: Partial<Surroundings>): () => void {
  return () => requireChange(shut, state, { ...nothing, ...around });
}

describe('a port right before it is changed', () => {
  test('is judged by what it leads to: nothing lifts the way to the agent itself', () => {
    expect(judged({})).not.toThrow();
    expect(judged({ own: new Set([PORT]) })).toThrow('leads to this agent');
    expect(judged({ way: new Set([PORT]) })).toThrow('leads to the jump host through which the switch');
    expect(judged({ way: new Set(['Gi1/0/8']) })).not.toThrow();
  });

  test.each([
    ['trunk', '30', true, /carries tagged VLANs \(30\)/],
    ['trunk', undefined, true, /carries tagged VLANs/],
    ['general', '30-40', true, /carries tagged VLANs \(30-40\)/],
    ['general', undefined, true, undefined],
    ['trunk', '30', false, undefined],
  ] as const)(
    'in mode %s with tagged %s, where the platform keeps these (%s)',
    (mode, taggedVlans, keepsTagged, why) => {
      const before = { mode, adminUp: true };
      const after = { mode: 'access', accessVlan: 10, adminUp: true };
      const step = planned(before, after);
      const config = { ...state.config, mode, accessVlan: undefined, taggedVlans };
      const judge = (): void =>
        requireChange(step, portStateOf(undefined, config), { ...nothing, keepsTagged });
      if (why) expect(judge).toThrow(why);
      else expect(judge).not.toThrow();
    },
  );

  test.each([
    ['10.0.0.9', [MAC]],
    ['10.0.0.1', []],
    ['bastion.example.net', []],
  ])('is asked whether the jump host %s is behind it', async (address, macs) => {
    const asked: string[] = [];
    const reads = readsOf({ address: '10.0.0.9', mac: MAC }, asked);
    expect(await reads.macOf(address)).toEqual(macs);
    expect(asked).toEqual(address.startsWith('10.') ? [`show arp ${address}`] : []);
  });
});

function planned(before: JsonObject, after: JsonObject): PlanStep {
  const action = {
    ...{ no: 1, action: 'update', standing: 'ready', store: 'ams1/source/sw1', name: '', site: 'ams1' },
    ...{ cause: { type: 'person', text: '' }, token: '', needs: [], noUndo: '', risk: 'low' },
    ...{ kind: 'port', key: PORT, before, after },
  };
  return stepOf({ id: '1', action });
}

/** On a switch that answers with one row, whatever it is asked. */
function readsOf(known: { readonly address: string; readonly mac: typeof MAC }, asked: string[]): PortReads {
  const row = { ...known, vlan: 10, port: undefined, type: 'dynamic' } as const;
  const arpLookup: Platform['arpLookup'] = (address) => ({
    command: `show arp ${address}`,
    parser: () => ({ push: () => undefined, end: () => ({ rows: [row], unknown: [], unknownCount: 0 }) }),
  });
  const ask = <Row>({ command, parser }: Command<Row>): Promise<unknown> => {
    asked.push(command);
    return Promise.resolve(parser().end());
  };
  const session = { platform: { ...plainPlatform, arpLookup }, ask } as unknown as Loan['session'];
  const loan: Loan = {
    ...{ session, reused: true, renew: () => Promise.resolve(session), giveWay: () => Promise.resolve() },
  };
  const heard = { redactor: createRedactor(credential), signal: new AbortController().signal };
  return new PortReads(loan, {
    ...{ clock: new ManualClock(), target, ask: heard, progress: () => undefined },
    kept: async (_, read) => ({ rows: await read(), ageMs: 0 }),
  });
}

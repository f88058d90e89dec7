/** What must hold of jump hosts whatever they do, without a network. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { WaysideError } from '../../../shared/errors.ts';
import { ManualClock, seededRandom, silentLog } from '../../../shared/runtime/index.ts';
import { credential, linkFacts, target, trustingHostKeys } from '../../../test/lab/scripted-session.ts';
import type { SshGateway } from '../ssh/client.ts';
import { type GatewayRequest, Gateways } from './gateways.ts';
import { Profiles } from './profiles.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

function bench(forward: SshGateway['forward'] = () => Promise.resolve(new PassThrough())) {
  const clock = new ManualClock();
  const profiles = new Profiles(clock, seededRandom(1));
  const calls = { connects: 0, refusing: false, legacy: [] as (readonly string[] | undefined)[] };
  const gateways = new Gateways({
    ...{ clock, log: silentLog, profiles },
    connect: ({ knownLegacy }) => {
      calls.connects += 1;
      calls.legacy.push(knownLegacy);
      if (calls.refusing)
        return Promise.reject(new WaysideError('AUTH_REJECTED', 'jump host of sw1 refused'));
      const gone = new Promise<void>(() => undefined);
      return Promise.resolve({ facts: { ...linkFacts, legacy: [] }, forward, gone, close: () => undefined });
    },
  });
  const request = (more: Partial<GatewayRequest> = {}): GatewayRequest => ({
    ...{ jump: { ...target, address: '10.9.9.9' }, credential, hostKeys: trustingHostKeys },
    ...{ connectTimeoutMs: 15_000, identity: 'a', anew: false, address: '10.0.0.1', port: 22 },
    ...{ asked: { atMs: clock.monotonic(), anyway: false }, signal: new AbortController().signal },
    ...more,
  });
  return { clock, calls, gateways, request };
}

describe('the connection to a jump host', () => {
  it('is not asked for again with a password that was refused, by however many switches behind it', async () => {
    const { calls, gateways, request, clock } = bench();
    calls.refusing = true;
    for (let no = 1; no <= 155; no += 1) {
      const dial = gateways.dial(request({ address: `10.0.0.${no}` }));
      await expect(dial).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
      clock.advance(100);
    }
    expect(calls.connects).toBe(1);
    await expect(gateways.dial(request({ anew: true }))).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
    expect(calls.connects).toBe(2);
    calls.refusing = false;
    await gateways.dial(request({ identity: 'another secret' }));
    expect(calls.connects).toBe(3);
  });

  it('remembers that the jump host knows modern algorithms, so that nobody gets it down to outdated ones', async () => {
    const { calls, gateways, request } = bench();
    await gateways.dial(request());
    await gateways.dial(request({ identity: 'another secret' }));
    expect(calls.legacy).toEqual([undefined, []]);
  });

  it('waits for a switch no longer than for one that is dialled directly, and holds the place of what comes late', async () => {
    let open: (stream: PassThrough) => void = () => undefined;
    const { clock, gateways, request } = bench(() => new Promise((done) => (open = done)));
    const dial = gateways.dial(request());
    const refused = expect(dial).rejects.toMatchObject({
      code: 'UNREACHABLE',
      message: 'sw1 (10.9.9.9:22) did not reach 10.0.0.1:22 within 15000 ms',
    });
    await turn();
    clock.advance(15_000);
    await refused;
    const late = new PassThrough();
    open(late);
    await turn();
    expect(late.destroyed).toBe(true);
  });
});

/** Every pair of toWire and fromWire, through the bytes of the message: what goes in comes out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { protos } from '../../shared/transport/index.ts';
import * as wire from '../../shared/wire/index.ts';
import * as agents from './wire-agent-arbitraries.ts';
import * as any from './wire-arbitraries.ts';
import * as digests from './wire-digest-arbitraries.ts';
import * as entry from './wire-enrolment-arbitraries.ts';
import * as health from './wire-health-arbitraries.ts';
import * as hostKeys from './wire-host-key-arbitraries.ts';
import * as logs from './wire-log-arbitraries.ts';
import * as traces from './wire-trace-arbitraries.ts';

/** A replay needs the seed alone: `SEED=1234 npx vitest run …` */
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = 150;

interface Twin {
  readonly message: string;
  readonly values: fc.Arbitrary<unknown>;
  readonly toWire: (value: never) => object;
  readonly fromWire: (value: never) => unknown;
}

const twin = <Ours, Theirs extends object>(
  message: string,
  values: fc.Arbitrary<Ours>,
  toWire: (value: Ours) => Theirs,
  fromWire: (value: Theirs) => unknown,
): Twin => ({ message, values, toWire, fromWire });

const twins: readonly Twin[] = [
  twin('RecordRef', any.ref, wire.recordRefToWire, (value) => wire.recordRefFromWire(value)),
  twin('Record', any.record, wire.recordToWire, wire.recordFromWire),
  twin('FoundRecord', any.found, wire.foundToWire, wire.foundFromWire),
  twin('Change', any.change, wire.changeToWire, wire.changeFromWire),
  twin('WatchRecordsResponse', any.watchEvent, wire.watchEventToWire, wire.watchEventFromWire),
  twin('TargetResult', any.targetResult, wire.targetResultToWire, wire.targetResultFromWire),
  twin('Job', any.job, wire.jobToWire, wire.jobFromWire),
  twin('Agent', agents.agent, wire.agentToWire, wire.agentFromWire),
  twin('Agent', agents.toldAgent, wire.agentToWire, wire.agentFromWire),
  twin('JoinToken', entry.joinToken, wire.joinTokenToWire, wire.joinTokenFromWire),
  twin('CaCertificate', entry.caCertificate, wire.caToWire, wire.caFromWire),
  twin('Credential', entry.credential, wire.credentialToWire, wire.credentialFromWire),
  twin('GetSealKeyResponse', entry.sealTarget, wire.sealTargetToWire, wire.sealTargetFromWire),
  twin('GetTrustResponse', entry.trust, wire.trustToWire, wire.trustFromWire),
  twin('TraceMacResponse', traces.traceEvent, wire.traceEventToWire, wire.traceEventFromWire),
  twin('TraceIpResponse', traces.traceIpEvent, wire.traceIpEventToWire, wire.traceIpEventFromWire),
  twin('TraceNameResponse', traces.traceNameEvent, wire.traceNameEventToWire, wire.traceNameEventFromWire),
  twin('HostKey', hostKeys.hostKey, wire.hostKeyToWire, wire.hostKeyFromWire),
  twin('SessionRequest', hostKeys.hostKeysTold, wire.agentMessageToWire, wire.agentMessageFromWire),
  twin(
    'SessionResponse',
    hostKeys.hostKeysAsked,
    wire.controllerMessageToWire,
    wire.controllerMessageFromWire,
  ),
  twin('SessionRequest', logs.levelTold, wire.agentMessageToWire, wire.agentMessageFromWire),
  twin('SessionResponse', logs.levelAsked, wire.controllerMessageToWire, wire.controllerMessageFromWire),
  twin('GetLogLevelResponse', logs.levelState, wire.logLevelStateToWire, wire.logLevelStateFromWire),
  twin('SessionRequest', digests.digestsTold, wire.agentMessageToWire, wire.agentMessageFromWire),
  twin(
    'SessionResponse',
    digests.digestsCompared,
    wire.controllerMessageToWire,
    wire.controllerMessageFromWire,
  ),
  twin('SessionRequest', any.agentMessage, wire.agentMessageToWire, wire.agentMessageFromWire),
  twin(
    'SessionResponse',
    any.controllerMessage,
    wire.controllerMessageToWire,
    wire.controllerMessageFromWire,
  ),
  twin('SessionRequest', agents.hello, wire.agentMessageToWire, wire.agentMessageFromWire),
  twin('SessionResponse', agents.welcome, wire.controllerMessageToWire, wire.controllerMessageFromWire),
  twin('EnrolRequest', entry.enrolment, wire.enrolmentToWire, wire.enrolmentFromWire),
  twin('EnrolResponse', entry.enrolmentAnswer, wire.enrolmentAnswerToWire, wire.enrolmentAnswerFromWire),
  twin('GetStatusResponse', any.status, wire.statusToWire, wire.statusFromWire),
  twin('Finding', health.finding, wire.findingToWire, wire.findingFromWire),
  twin('Alert', health.alert, wire.alertToWire, wire.alertFromWire),
  twin('Silence', health.silence, wire.silenceToWire, wire.silenceFromWire),
  twin('GetDeltaResponse', any.deltaTrail, wire.deltaTrailToWire, wire.deltaTrailFromWire),
];

describe(`round trips (seed ${seed})`, () => {
  test.each(twins)('$message comes back as it was', ({ message, values, toWire, fromWire }) => {
    const codec = protos().message(`wayside.v1.${message}`);
    fc.assert(
      fc.property(values, (value) => {
        const read = codec.decode(codec.encode(toWire(value as never)));
        expect(fromWire(read as never)).toEqual(value);
      }),
      { seed, numRuns: RUNS },
    );
  });
});

describe('what a newer peer may send', () => {
  const read = (message: string, value: object): never => {
    const codec = protos().message(`wayside.v1.${message}`);
    return codec.decode(codec.encode(value)) as never;
  };
  const ref = { site: 'ams1', kind: 'switch', id: 'sw1' };

  test('reads as the stated default, without an error', () => {
    expect(wire.jobFromWire(read('Job', { state: 99, kind: 'polish' }))).toMatchObject({
      state: 'unknown',
      kind: 'collect',
    });
    expect(wire.agentFromWire(read('Agent', { state: 99 })).state).toBe('unreachable');
    expect(wire.findingFromWire(read('Finding', { level: 99 })).level).toBe('problem');
    const answer = { verdict: 99, mac: '001b.21aa.bbcc', edges: [{ switch: ref, portClass: 'robot' }] };
    expect(wire.traceAnswerFromWire(read('TraceAnswer', answer))).toMatchObject({
      verdict: 'not-all-answered',
      mac: '00:1b:21:aa:bb:cc',
      edges: [{ portClass: 'unmanaged' }],
    });
    const named = { matches: [{ name: 'n', source: 'gossip', switch: ref, mac: 'none' }], verdict: 99 };
    expect(wire.traceNameAnswerFromWire(read('TraceNameAnswer', named))).toMatchObject({
      verdict: undefined,
      matches: [{ name: 'n', source: 'neighbour', mac: undefined }],
    });
    expect(wire.traceIpAnswerFromWire(read('TraceIpAnswer', { verdict: 99 })).verdict).toBe(
      'not-all-answered',
    );
    expect(wire.watchEventFromWire(read('WatchRecordsResponse', { type: 99, resumeToken: 't' }))).toEqual({
      type: 'heartbeat',
      resumeToken: 't',
    });
    expect(wire.failureFromWire(read('JobError', { code: 'TOO_SLEEPY', message: 'zzz' }))).toEqual({
      code: 'INTERNAL',
      message: 'TOO_SLEEPY: zzz',
      hint: undefined,
    });
    expect(wire.agentMessageFromWire(read('SessionRequest', {}))).toBeUndefined();
    expect(wire.controllerMessageFromWire(read('SessionResponse', {}))).toBeUndefined();
  });

  test('is never run: a job of an unknown kind is offered without a kind', () => {
    const offer = read('SessionResponse', { jobOffered: { kind: 'polish' } });
    expect(wire.controllerMessageFromWire(offer)).toMatchObject({ type: 'jobOffered', kind: undefined });
  });
});

test.each([
  [{ site: 'Ams 1', kind: 'switch', id: 'x' }, 'targets[2].site'],
  [{ site: 'ams1', kind: 'toaster', id: 'x' }, 'targets[2].kind'],
  [{ site: 'ams1', kind: 'switch', id: 'a/b' }, 'targets[2].id'],
  [null, 'targets[2].site'],
])('a reference %j is refused by the name of its field', (ref, field) => {
  expect(() => wire.recordRefFromWire(ref, 'targets[2]')).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', violations: [expect.objectContaining({ field })] }),
  );
});

import { describe, expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { type Log, silentLog } from '../../shared/runtime/index.ts';
import type { CallContext, CallEnd } from '../../shared/transport/index.ts';
import { createTestCa } from './certificates.ts';
import { ADMIN_TOKEN, AGENT_URI, deferred, errorFrom, startRig, systemHandlers } from './rig.ts';

const answering = systemHandlers(async () => ({ version: '1.2.3' }));

const failing = (thrown: unknown): ReturnType<typeof systemHandlers> =>
  systemHandlers(() => Promise.reject(thrown));

describe('a call', () => {
  test('is answered over TLS, with every field of the answer there', async () => {
    const rig = await startRig({ handlers: answering });
    const status = await rig.client().unary('SystemService.GetStatus', {});
    expect(status).toMatchObject({ version: '1.2.3', agentsOnline: 0, records: {}, startTime: null });
  });

  test('that fails gives the caller the very error of the handler, each wrong field named (S0.42)', async () => {
    const thrown = new WaysideError('INVALID_INPUT', 'zwei Felder sind falsch – 二つ', {
      hint: 'mend them\nand try again',
      violations: [
        { field: 'operations[0].create.site', message: 'no such site' },
        { field: 'operations[3].update.fields.port', message: 'must be a number' },
      ],
      details: { site: 'ams1', limit: '64' },
    });
    const rig = await startRig({ handlers: failing(thrown) });
    const error = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
    const { code, message, hint, violations, details, retryable } = error;
    expect({ code, message, hint, violations, details, retryable }).toEqual({
      code: thrown.code,
      message: thrown.message,
      hint: thrown.hint,
      violations: thrown.violations,
      details: thrown.details,
      retryable: false,
    });
  });

  test('with ten thousand wrong fields still arrives, cut to what a trailer can hold', async () => {
    const violations = Array.from({ length: 10_000 }, (_, at) => ({
      field: `operations[${at}].create.fields.address`,
      message: `名前 ${'x'.repeat(900)}`,
    }));
    const details = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`key${at}`, '€'.repeat(500)]));
    const thrown = new WaysideError('INVALID_INPUT', '漢'.repeat(20_000), {
      hint: '字'.repeat(20_000),
      violations,
      details,
    });
    const rig = await startRig({ handlers: failing(thrown) });
    const error = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.violations.length).toBeGreaterThan(10);
    expect(error.violations.at(-1)?.message).toBe(`and ${10_000 - (error.violations.length - 1)} more`);
  });

  test('whose error holds half a character does not bring the server down', async () => {
    const rig = await startRig({ handlers: failing(new WaysideError('NOT_FOUND', 'half \ud83d of it')) });
    const error = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'half \ufffd of it' });
  });

  test('that breaks in an unexpected way tells the caller nothing of the inside, and the log all of it once', async () => {
    const lines: { event: string; fields: unknown }[] = [];
    const log: Log = { ...silentLog, error: (event, fields) => lines.push({ event, fields }) };
    const rig = await startRig({ log, handlers: failing(new TypeError('password hunter2 is undefined')) });
    const error = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
    expect(error.code).toBe('INTERNAL');
    expect(JSON.stringify([error.message, error.details, error.hint])).not.toContain('hunter2');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      event: 'call.failed',
      fields: { method: 'SystemService.GetStatus', callId: Number(error.details['callId']) },
    });
  });

  test('that this server does not offer is UNSUPPORTED', async () => {
    const rig = await startRig({ handlers: {} });
    const error = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
    expect(error.code).toBe('UNSUPPORTED');
  });

  test('is counted once with its status and time', async () => {
    const ends: CallEnd[] = [];
    const rig = await startRig({ handlers: answering, onCall: (end) => ends.push(end) });
    await rig.client().unary('SystemService.GetStatus', {});
    await errorFrom(rig.client({ token: 'wrong' }).unary('SystemService.GetStatus', {}));
    expect(ends.map(({ method, status }) => [method, status])).toEqual([
      ['SystemService.GetStatus', 0],
      ['SystemService.GetStatus', 16],
    ]);
    expect(ends.every(({ elapsedMs }) => elapsedMs >= 0)).toBe(true);
  });
});

describe('bounds', () => {
  test('a request of 5 MB is refused before it is sent, and the client works on', async () => {
    let calls = 0;
    const rig = await startRig({
      handlers: systemHandlers(async () => {
        calls += 1;
        return {};
      }),
    });
    const client = rig.client();
    const error = await errorFrom(client.unary('SystemService.GetDelta', { id: 'x'.repeat(5_000_000) }));
    expect(error.code).toBe('MESSAGE_TOO_LARGE');
    expect(error.message).toContain('nothing was sent');
    await client.unary('SystemService.GetStatus', {});
    expect(calls).toBe(1);
  });

  test('an answer over the limit becomes a typed error', async () => {
    const rig = await startRig({
      handlers: systemHandlers(async () => ({ version: 'x'.repeat(5_000_000) })),
    });
    const error = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
    expect(error).toMatchObject({ code: 'MESSAGE_TOO_LARGE', details: { limitBytes: '4194304' } });
  });

  test('a deadline ends the call at both ends', async () => {
    const seen = deferred<CallContext>();
    const rig = await startRig({ handlers: systemHandlers((_request, call) => stuck(call, seen.resolve)) });
    const error = await errorFrom(rig.client().unary('SystemService.GetStatus', {}, { timeoutMs: 200 }));
    expect(error.code).toBe('TIMEOUT');
    const call = await seen.promise;
    expect(call.deadlineAt).toBeTypeOf('number');
    await aborted(call.signal);
  });

  test('an abort reaches the handler (S0.13)', async () => {
    const seen = deferred<CallContext>();
    const rig = await startRig({ handlers: systemHandlers((_request, call) => stuck(call, seen.resolve)) });
    const controller = new AbortController();
    const work = errorFrom(rig.client().unary('SystemService.GetStatus', {}, { signal: controller.signal }));
    const call = await seen.promise;
    controller.abort(new WaysideError('CANCELLED', 'Ctrl-C'));
    expect(await work).toMatchObject({ code: 'CANCELLED', message: 'Ctrl-C' });
    await aborted(call.signal);
  });
});

describe('who calls', () => {
  test('a token alone is enough, and no certificate is needed for it', async () => {
    const rig = await startRig({ handlers: answering });
    await expect(rig.client().unary('SystemService.GetStatus', {})).resolves.toMatchObject({});
  });

  test('nobody, or somebody with a wrong token, is UNAUTHENTICATED', async () => {
    const rig = await startRig({ handlers: answering });
    for (const token of ['', 'wrong', `${ADMIN_TOKEN} `]) {
      const error = await errorFrom(rig.client({ token }).unary('SystemService.GetStatus', {}));
      expect(error.code, `token "${token}"`).toBe('UNAUTHENTICATED');
    }
  });

  test("an agent's certificate is known by its URI, and the resolver decides what it opens", async () => {
    const callers: unknown[] = [];
    const rig = await startRig({
      handlers: answering,
      resolvePrincipal: (caller) => {
        callers.push(caller);
        throw new WaysideError('FORBIDDEN', 'an agent may only open its session');
      },
    });
    const client = await rig.agentClient();
    const error = await errorFrom(client.unary('SystemService.GetStatus', {}));
    expect(error.code).toBe('FORBIDDEN');
    expect(callers).toMatchObject([
      {
        method: 'SystemService.GetStatus',
        token: undefined,
        certificate: { uris: [AGENT_URI], serial: expect.stringMatching(/^[0-9A-F]+$/) },
        address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      },
    ]);
  });

  test('a certificate of a foreign CA is WRONG_CA, even beside a good token', async () => {
    const rig = await startRig({ handlers: answering });
    const foreign = await createTestCa('foreign');
    const certificate = await foreign.issue({ uri: AGENT_URI });
    for (const token of [undefined, ADMIN_TOKEN]) {
      const client = rig.client({ certificate, ...(token === undefined ? {} : { token }) });
      const error = await errorFrom(client.unary('SystemService.GetStatus', {}));
      expect(error.code).toBe('WRONG_CA');
    }
  });

  test('an expired certificate is refused with the cure', async () => {
    const rig = await startRig({ handlers: answering });
    const certificate = await rig.ca.issue({ uri: AGENT_URI, lifetimeMs: -60_000 });
    const error = await errorFrom(rig.client({ certificate }).unary('SystemService.GetStatus', {}));
    expect(error.code).toBe('UNAUTHENTICATED');
    expect(error.hint).toContain('joins again');
  });

  test('a broken resolver refuses, and says nothing of why', async () => {
    const rig = await startRig({
      handlers: answering,
      resolvePrincipal: () => {
        throw new TypeError('secret');
      },
    });
    const error = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
    expect(error.code).toBe('INTERNAL');
    expect(error.message).not.toContain('secret');
  });
});

describe('whom the client trusts', () => {
  test('a server of another CA is WRONG_CA', async () => {
    const rig = await startRig({ handlers: answering });
    const other = await createTestCa('other');
    const client = rig.client({ ca: [other.certificate] });
    const error = await errorFrom(client.unary('SystemService.GetStatus', {}));
    expect(error.code).toBe('WRONG_CA');
  });

  test('a server of another name is WRONG_IDENTITY', async () => {
    const rig = await startRig({ handlers: answering });
    const client = rig.client({ serverName: 'elsewhere.example.net' });
    const error = await errorFrom(client.unary('SystemService.GetStatus', {}));
    expect(error.code).toBe('WRONG_IDENTITY');
  });

  test('a server whose certificate has ended is WRONG_IDENTITY, and the hint is about clocks', async () => {
    const ca = await createTestCa('old');
    const { chain, privateKey } = await ca.issue({ dns: 'localhost', ip: '127.0.0.1', lifetimeMs: -1000 });
    const tls = { certificateChain: chain, privateKey, clientCas: [ca.certificate] };
    const rig = await startRig({ handlers: answering, ca, tls });
    const error = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
    expect(error).toMatchObject({ code: 'WRONG_IDENTITY', message: expect.stringContaining('expired') });
    expect(error.hint).toContain('Compare the clocks');
  });

  test('a name that is not in the address can be asked for', async () => {
    const rig = await startRig({ handlers: answering });
    const client = rig.client({ serverName: 'localhost' });
    await expect(client.unary('SystemService.GetStatus', {})).resolves.toMatchObject({ version: '1.2.3' });
  });

  test('nobody at the address is UNAVAILABLE', async () => {
    const rig = await startRig({ handlers: answering });
    const client = rig.client();
    await rig.server.stop({ graceMs: 0 });
    const error = await errorFrom(client.unary('SystemService.GetStatus', {}));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    expect(error.message).toBe(`no connection: connect ECONNREFUSED 127.0.0.1:${rig.port}`);
  });

  test('a name that nobody knows is UNAVAILABLE too', async () => {
    const rig = await startRig({ handlers: answering });
    const client = rig.client({ address: 'no-such-host.invalid:7443' });
    const error = await errorFrom(client.unary('SystemService.GetStatus', {}));
    expect(error.code).toBe('UNAVAILABLE');
  });

  test('a token with a line end is refused without being shown', async () => {
    const rig = await startRig();
    const wrong = (): unknown => rig.client({ token: 'hunter2\n' });
    expect(wrong).toThrow(/holds characters/);
    expect(wrong).not.toThrow(/hunter2/);
  });

  test('an address of another form is refused with an example', async () => {
    const rig = await startRig({ handlers: answering });
    for (const address of ['', 'host', 'unix:/tmp/x', 'https://host:7443', '::1:7443', 'host:port'])
      expect(() => rig.client({ address }), address).toThrow(/not the address of a controller/);
  });
});

test('a port that is taken is told with the cure', async () => {
  const rig = await startRig();
  const error = await errorFrom(startRig({ port: rig.port }));
  expect(error).toMatchObject({ code: 'UNAVAILABLE', hint: expect.stringContaining('hold the port') });
});

test('a new certificate counts for new connections while an old one lives on', async () => {
  const rig = await startRig({ handlers: answering });
  const old = rig.client();
  await old.unary('SystemService.GetStatus', {});
  const nextCa = await createTestCa('next');
  const { chain: certificateChain, privateKey } = await nextCa.issue({ ip: '127.0.0.1' });
  rig.server.setTls({ certificateChain, privateKey, clientCas: [nextCa.certificate] });
  await expect(old.unary('SystemService.GetStatus', {})).resolves.toMatchObject({ version: '1.2.3' });
  const fresh = rig.client({ ca: [nextCa.certificate] });
  await expect(fresh.unary('SystemService.GetStatus', {})).resolves.toMatchObject({ version: '1.2.3' });
  const late = await errorFrom(rig.client().unary('SystemService.GetStatus', {}));
  expect(late.code).toBe('WRONG_CA');
});

function stuck(call: CallContext, seen: (call: CallContext) => void): Promise<never> {
  seen(call);
  return new Promise(() => undefined);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

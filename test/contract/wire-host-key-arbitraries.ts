/** SSH host keys, on the session and in the API. */
import fc from 'fast-check';
import type { HeldHostKey, HostKeyShown, HostKeyView } from '../../shared/model/index.ts';
import type { HostKeysAsked, HostKeysTold } from '../../shared/wire/index.ts';
import { codes, count, list, maybe, oneOf, someText, text, time } from './wire-basics.ts';

const shown: fc.Arbitrary<HostKeyShown> = fc.record({ keyType: text, fingerprint: someText, at: time });
const held: fc.Arbitrary<HeldHostKey> = fc.record({
  ...{ place: text, pinned: maybe(shown), offered: maybe(shown) },
});
const host = { address: someText, port: fc.integer({ min: 1, max: 65_535 }) };
const place = fc.record({ ...host, jump: fc.record(host) }, { requiredKeys: ['address', 'port'] });

export const hostKey: fc.Arbitrary<HostKeyView> = fc
  .tuple(held, fc.record({ site: text, agentId: text, agent: text, source: text }))
  .map(([key, where]) => ({ ...key, ...where }));

export const hostKeysAsked: fc.Arbitrary<HostKeysAsked> = fc.record({
  ...{ type: fc.constant('hostKeysAsked' as const), questionId: text },
  ...{ place: maybe(place), accept: maybe(someText) },
});

export const hostKeysTold: fc.Arbitrary<HostKeysTold> = fc.record({
  ...{ type: fc.constant('hostKeysTold' as const), questionId: text, keys: list(held), count },
  refusal: maybe(fc.record({ code: oneOf(codes), message: text })),
});

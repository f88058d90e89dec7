/** Messages about credentials, with what they are for or, from older peers, without. */
import fc from 'fast-check';
import type { CredentialEnded, CredentialLabel, CredentialOrdered } from '../../shared/wire/index.ts';
import { bytes, count, failure, maybe, text } from './wire-basics.ts';

const label: fc.Arbitrary<CredentialLabel> = fc.record({
  ...{ name: fc.string({ minLength: 1 }), version: count, isRemoval: fc.boolean() },
});

export const credentialOrdered: fc.Arbitrary<CredentialOrdered> = fc.record(
  { type: fc.constant('credentialOrdered' as const), orderId: text, sealed: bytes, told: label },
  { requiredKeys: ['type', 'orderId', 'sealed'] },
);

export const credentialEnded: fc.Arbitrary<CredentialEnded> = fc.record(
  {
    ...{ type: fc.constant('credentialEnded' as const), orderId: text, error: maybe(failure) },
    ...{ seenVersion: count, said: label },
  },
  { requiredKeys: ['type', 'orderId', 'error', 'seenVersion'] },
);

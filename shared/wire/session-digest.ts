/** Digests of sources, as an agent and its controller compare them. */
import type { DigestsCompared__Output } from '../../proto/gen/wayside/v1/DigestsCompared.ts';
import type { DigestsTold__Output } from '../../proto/gen/wayside/v1/DigestsTold.ts';
import { SourceDigest } from '../delta/index.ts';
import { WaysideError } from '../errors.ts';
import { recordRefFromWire, recordRefToWire } from './record.ts';
import { bytesToWire } from './scalar.ts';
import type { DigestsCompared, DigestsTold } from './session.ts';

export function digestsToldToWire({ sources }: DigestsTold): DigestsTold__Output {
  return {
    sources: sources.map(({ source, digest }) => ({
      source: recordRefToWire(source),
      bits: digest.bits,
      buckets: bytesToWire(digest.bytes()),
    })),
  };
}

/** Sources in one question; others are told in full. */
export const DIGEST_SOURCES_MAX = 10_000;

/** Errors: INVALID_INPUT, BAD_FRAME. */
export function digestsToldFromWire({ sources }: DigestsTold__Output): DigestsTold {
  if (sources.length > DIGEST_SOURCES_MAX)
    throw new WaysideError('INVALID_INPUT', `digests of more than ${DIGEST_SOURCES_MAX} sources`);
  return {
    type: 'digestsTold',
    sources: sources.map(({ source, bits, buckets }) => ({
      source: recordRefFromWire(source, 'source'),
      digest: SourceDigest.read(bits, buckets),
    })),
  };
}

export function digestsComparedToWire({ sources }: DigestsCompared): DigestsCompared__Output {
  return {
    sources: sources.map(({ source, differing }) => ({
      source: recordRefToWire(source),
      comparable: differing !== undefined,
      buckets: [...(differing ?? [])],
    })),
  };
}

/** Error: INVALID_INPUT. */
export function digestsComparedFromWire({ sources }: DigestsCompared__Output): DigestsCompared {
  return {
    type: 'digestsCompared',
    sources: sources.map(({ source, comparable, buckets }) => ({
      source: recordRefFromWire(source, 'source'),
      differing: comparable ? buckets : undefined,
    })),
  };
}

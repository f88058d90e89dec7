/** The small shapes that every family needs: times, 64-bit numbers, texts that may be empty. */
import type { Timestamp__Output } from '../../proto/gen/google/protobuf/Timestamp.ts';
import { WaysideError } from '../errors.ts';

/** What `google.protobuf.Timestamp` allows: the years 1 to 9999. */
const TIME_MIN_MS = -62_135_596_800_000;
const TIME_MAX_MS = 253_402_300_799_999;

const NANOS_PER_MS = 1_000_000;

/** Epoch milliseconds, fractions dropped; `undefined` becomes "not set". */
export function timestampToWire(ms: number | undefined): Timestamp__Output | null {
  if (ms === undefined) return null;
  const whole = Math.floor(ms);
  if (!(whole >= TIME_MIN_MS && whole <= TIME_MAX_MS))
    throw new WaysideError('INVALID_INPUT', `${ms} is no time that a message can carry`);
  const seconds = Math.floor(whole / 1_000);
  return { seconds: String(seconds), nanos: (whole - seconds * 1_000) * NANOS_PER_MS };
}

/** Epoch milliseconds; `undefined` when not set. Throws INVALID_INPUT outside of the years 1 to 9999. */
export function timestampFromWire(time: Timestamp__Output | null | undefined): number | undefined {
  if (!time) return undefined;
  const ms = Number(time.seconds) * 1_000 + Math.floor(time.nanos / NANOS_PER_MS);
  if (!(ms >= TIME_MIN_MS && ms <= TIME_MAX_MS))
    throw new WaysideError('INVALID_INPUT', `a time of ${time.seconds} seconds is out of range`);
  return ms;
}

/** For times that are always set: a message without it reads as the beginning of 1970. */
export function timeFromWire(time: Timestamp__Output | null | undefined): number {
  return timestampFromWire(time) ?? 0;
}

/** A whole number that JavaScript holds exactly, as the text that 64-bit fields travel in. */
export function int64ToWire(value: number): string {
  if (!Number.isSafeInteger(value))
    throw new WaysideError('INVALID_INPUT', `${value} is not a whole number below 2^53`);
  return String(value);
}

/** Throws INVALID_INPUT where JavaScript would round. */
export function int64FromWire(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || text.trim() === '')
    throw new WaysideError('INVALID_INPUT', `"${text.slice(0, 40)}" is not a whole number below 2^53`);
  return value;
}

/** proto3 has no absent text: empty means absent wherever our type says `undefined`. */
export function textFromWire(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** As for texts: 0 means absent wherever our type says `undefined`. */
export function numberFromWire(value: number): number | undefined {
  return value === 0 ? undefined : value;
}

/** Bytes as messages hold them: a view of the same memory, not a copy. */
export function bytesToWire(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

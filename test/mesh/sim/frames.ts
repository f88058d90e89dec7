/** What a frame of a session is, by the number of its field. The kinds are read from the proto: a new one is known at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../shared/runtime/index.ts';
import { protos } from '../../../shared/transport/index.ts';

export type Direction = 'up' | 'down';

const PROTO = readFileSync(join(packageRoot(), 'proto', 'wayside', 'v1', 'session.proto'), 'utf8');
const KINDS: Readonly<Record<Direction, ReadonlyMap<number, string>>> = {
  up: kindsOf('SessionRequest'),
  down: kindsOf('SessionResponse'),
};

/** All that either side can say: `up hello`. */
export const messageKinds: readonly string[] = [
  ...[...KINDS.up.values()].map((name) => `up ${name}`),
  ...[...KINDS.down.values()].map((name) => `down ${name}`),
];

/** `up jobEnded`; by its number when the proto does not know it. */
export function kindOf(direction: Direction, frame: Uint8Array): string {
  const number = fieldNumber(frame);
  return `${direction} ${KINDS[direction].get(number) ?? `field ${number}`}`;
}

/** All that it says, for whoever reads a trace. */
export function wordsOf(kind: string, frame: Uint8Array): string {
  const { request, response } = protos().call('SessionService.Session');
  return JSON.stringify((kind.startsWith('up') ? request : response).decode(frame));
}

/** Of the oneof of the message, by number. */
function kindsOf(message: string): ReadonlyMap<number, string> {
  const body = PROTO.split(`message ${message} {`)[1]?.split('\n}')[0] ?? '';
  const fields = [...body.matchAll(/^\s+\w+ (\w+) = (\d+);/gm)];
  if (fields.length === 0) throw new Error(`session.proto has no ${message}`);
  return new Map(fields.map(([, name = '', number]) => [Number(number), camelCase(name)]));
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The first varint without its wire type. */
function fieldNumber(frame: Uint8Array): number {
  const [low = 0, high = 0] = frame;
  return (low & 0x80) === 0 ? low >> 3 : ((low & 0x7f) | (high << 7)) >> 3;
}

/** What a frame of a session is, by the number of its field in SessionRequest and SessionResponse. */

export type Direction = 'up' | 'down';

const REQUESTS: Readonly<Record<number, string>> = {
  1: 'hello',
  2: 'heartbeat',
  3: 'delta',
  4: 'jobAccepted',
  5: 'jobRejected',
  6: 'jobProgressed',
  7: 'jobEnded',
  8: 'certificateRequested',
  9: 'chunk',
  10: 'logLevelTold',
  12: 'credentialEnded',
  13: 'credentialsHeld',
};

const RESPONSES: Readonly<Record<number, string>> = {
  1: 'welcome',
  2: 'heartbeat',
  3: 'deltaAcknowledged',
  4: 'jobOffered',
  5: 'jobCancelled',
  6: 'jobEndAcknowledged',
  7: 'certificateIssued',
  8: 'goAway',
  9: 'chunk',
  10: 'trustChanged',
  11: 'logLevelAsked',
  12: 'credentialOrdered',
};

/** `up jobEnded`; by its number when it is newer than this table. */
export function kindOf(direction: Direction, frame: Uint8Array): string {
  const number = fieldNumber(frame);
  const name = (direction === 'up' ? REQUESTS : RESPONSES)[number];
  return `${direction} ${name ?? `field ${number}`}`;
}

/** The first varint without its wire type. */
function fieldNumber(frame: Uint8Array): number {
  const [low = 0, high = 0] = frame;
  return (low & 0x80) === 0 ? low >> 3 : ((low & 0x7f) | (high << 7)) >> 3;
}

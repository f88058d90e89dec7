/** What goes wrong: the faults, how often they befall which message, and the table of what was tried. */
import { type Random, randomInt } from '../../../shared/runtime/index.ts';
import { messageKinds } from './frames.ts';

export const faults = [
  'drop',
  'delay',
  'duplicate',
  'reorder',
  'partition',
  'crash agent',
  'crash controller',
  'clock skew',
  'disk full',
] as const;
export type Fault = (typeof faults)[number];

const WEIGHTS: Readonly<Record<Fault, number>> = {
  drop: 4,
  delay: 4,
  duplicate: 4,
  reorder: 5,
  partition: 3,
  'crash agent': 3,
  'crash controller': 3,
  'clock skew': 3,
  'disk full': 3,
};

/** The share of the messages of a kind that meets a fault: more of what is rare. */
const rates: Readonly<Record<string, number>> = {
  'up hello': 0.08,
  'up heartbeat': 0.02,
  'up delta': 0.06,
  'up jobAccepted': 0.06,
  'up jobRejected': 0.7,
  'up jobProgressed': 0.025,
  'up jobEnded': 0.06,
  'up certificateRequested': 0.15,
  'up chunk': 0.3,
  'up logLevelTold': 0.3,
  'up hostKeysTold': 0.3,
  'up credentialEnded': 0.15,
  'up credentialsHeld': 0.05,
  'up digestsTold': 0.4,
  'down welcome': 0.05,
  'down heartbeat': 0.015,
  'down deltaAcknowledged': 0.06,
  'down jobOffered': 0.06,
  'down jobCancelled': 0.3,
  'down jobEndAcknowledged': 0.06,
  'down certificateIssued': 0.2,
  'down goAway': 0.5,
  'down chunk': 0.2,
  'down trustChanged': 0.15,
  'down logLevelAsked': 0.25,
  'down hostKeysAsked': 0.25,
  'down credentialOrdered': 0.15,
  'down firingsAcknowledged': 0.05,
  'down schedulesCopied': 0.1,
  'down digestsCompared': 0.4,
};
const RATE_OTHERS = 0.05;

/** The fault that befalls a message of the kind, if one does. */
export function drawFault(random: Random, kind: string): Fault | undefined {
  if (random.float() >= (rates[kind] ?? RATE_OTHERS)) return undefined;
  let at = randomInt(
    random,
    faults.reduce((sum, fault) => sum + WEIGHTS[fault], 0),
  );
  return faults.find((fault) => {
    at -= WEIGHTS[fault];
    return at < 0;
  });
}

/** How often each kind of message met each fault. */
export class Coverage {
  /** Of all pairs. */
  total = 0;
  private readonly counts = new Map<string, Map<Fault, number>>();

  note(kind: string, fault: Fault, times = 1): void {
    this.total += times;
    const row = this.counts.get(kind) ?? new Map<Fault, number>();
    this.counts.set(kind, row.set(fault, (row.get(fault) ?? 0) + times));
  }

  add(other: Coverage): void {
    for (const [kind, row] of other.counts) for (const [fault, times] of row) this.note(kind, fault, times);
  }

  /** Pairs that never came up. */
  gaps(): readonly string[] {
    return messageKinds.flatMap((kind) =>
      faults
        .filter((fault) => !this.counts.get(kind)?.get(fault))
        .map((fault) => `${kind} never met: ${fault}`),
    );
  }

  lines(): readonly string[] {
    const kinds = [...new Set([...messageKinds, ...this.counts.keys()])];
    const width = Math.max(...kinds.map((kind) => kind.length));
    const head = [''.padEnd(width), ...faults].join('  ');
    return [
      head,
      ...kinds.map((kind) =>
        [
          kind.padEnd(width),
          ...faults.map((fault) => String(this.counts.get(kind)?.get(fault) ?? 0).padStart(fault.length)),
        ].join('  '),
      ),
    ];
  }
}

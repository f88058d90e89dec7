/**
 * Notices two processes with one identity. A restart ends one boot for good, so a boot that speaks again after another
 * took over is not a restart; nor is one that has a session again that was there before, as the copy of a running machine.
 */
import type { Hello } from '../../shared/wire/index.ts';

/** Former boots of an agent that are remembered. */
const BOOTS_MAX = 8;
/** Sessions of the current boot that are remembered. */
const NUMBERS_MAX = 32;
/** Without another sign for so long, one of the two is taken to be gone. */
export const CLONE_QUIET_MS = 3_600_000;

export interface CloneAlarm {
  readonly agentId: string;
  /** Signs since it began. */
  readonly count: number;
  /** Epoch milliseconds. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** The boots that took turns last. */
  readonly boots: readonly [string, string];
}

type Greeting = Pick<Hello, 'bootId' | 'sessionNumber'>;

interface Boots {
  readonly current: Greeting;
  /** Sessions of the current boot whose hello came, in the order in which they came. */
  readonly numbers: readonly number[];
  /** Newest last. */
  readonly former: readonly string[];
  readonly alarm: CloneAlarm | undefined;
}

export class CloneWatch {
  private readonly agents = new Map<string, Boots>();

  /** The alarm, when this hello is a sign of two processes. */
  hello(agentId: string, { bootId, sessionNumber }: Greeting, nowMs: number): CloneAlarm | undefined {
    const known = this.agents.get(agentId);
    if (!known) {
      const current = { bootId, sessionNumber };
      this.agents.set(agentId, { current, numbers: [sessionNumber], former: [], alarm: undefined });
      return undefined;
    }
    const isSame = known.current.bootId === bootId;
    const isClone = isSame ? isRepeated(known, sessionNumber) : known.former.includes(bootId);
    const former = isSame
      ? known.former
      : [...known.former.filter((boot) => boot !== bootId), known.current.bootId].slice(-BOOTS_MAX);
    const before = this.alarm(agentId, nowMs);
    const alarm: CloneAlarm | undefined = isClone
      ? {
          agentId,
          count: (before?.count ?? 0) + 1,
          firstAt: before?.firstAt ?? nowMs,
          lastAt: nowMs,
          boots: [known.current.bootId, bootId],
        }
      : before;
    const current =
      isSame && sessionNumber < known.current.sessionNumber ? known.current : { bootId, sessionNumber };
    const numbers = [...(isSame ? known.numbers : []), sessionNumber].slice(-NUMBERS_MAX);
    this.agents.set(agentId, { current, numbers, former, alarm });
    return isClone ? alarm : undefined;
  }

  alarm(agentId: string, nowMs: number): CloneAlarm | undefined {
    const alarm = this.agents.get(agentId)?.alarm;
    return alarm && nowMs - alarm.lastAt < CLONE_QUIET_MS ? alarm : undefined;
  }

  alarms(nowMs: number): readonly CloneAlarm[] {
    return [...this.agents.keys()].flatMap((agentId) => this.alarm(agentId, nowMs) ?? []);
  }

  /** The agent is gone, or somebody has looked after it. */
  forget(agentId: string): void {
    this.agents.delete(agentId);
  }
}

/**
 * A hello that was held up on its way comes after that of a later session, and has a number of its own; the copy of a
 * running machine counts on from where it was copied, with numbers that were there before. What is forgotten counts as
 * there before.
 */
function isRepeated({ current, numbers }: Boots, sessionNumber: number): boolean {
  if (sessionNumber > current.sessionNumber) return false;
  const isForgotten = numbers.length >= NUMBERS_MAX && sessionNumber < Math.min(...numbers);
  return isForgotten || numbers.includes(sessionNumber);
}

/** `two processes use its identity: boots b1 and b2 take turns, 3 times so far` */
export function cloneWords({ count, boots }: CloneAlarm): string {
  const [older, newer] = boots;
  const who = older === newer ? `two copies of boot ${older}` : `boots ${older} and ${newer}`;
  return `two processes use its identity: ${who} take turns, ${count} ${count === 1 ? 'time' : 'times'} so far`;
}

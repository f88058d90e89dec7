/**
 * Notices two processes with one identity. A restart ends one boot for good, so a boot that speaks again after another
 * took over is not a restart; nor is one that has a session again that was there before, as the copy of a running machine.
 *
 * The hello of a boot that has ended may be held up on its way until the next boot has a session. What such a hello cannot
 * know is a number that was granted since. So where agents number their boots, a boot that comes back counts as alive only
 * if it names one; without one it is late, and has no session beside that of the other. A boot that was sent away is told
 * the newest number with it, and so proves at its next hello that it lives. Two boots of one number are two disks.
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

type Greeting = Pick<Hello, 'bootId' | 'sessionNumber' | 'bootNumber' | 'grantedNumber'>;

interface HelloMoment {
  readonly nowMs: number;
  /** Number of the session that the hello was granted. */
  readonly granted: number;
}

interface Boots {
  readonly current: Greeting;
  /** Sessions of the current boot whose hello came, in the order in which they came. */
  readonly numbers: readonly number[];
  /** Newest last. */
  readonly former: readonly string[];
  /** Number of the current boot's first session since it took over. */
  readonly beganAt: number;
  readonly alarm: CloneAlarm | undefined;
}

export class CloneWatch {
  private readonly agents = new Map<string, Boots>();

  /** The hello of a boot that has ended, held up on its way: it says nothing of now. */
  isLate(agentId: string, hello: Greeting, granted: number): boolean {
    const known = this.agents.get(agentId);
    return known !== undefined && turnOf(known, hello, granted) === 'late';
  }

  /** The alarm, when this hello, whose session was granted that number, is a sign of two processes. */
  hello(agentId: string, hello: Greeting, { nowMs, granted }: HelloMoment): CloneAlarm | undefined {
    const { bootId, sessionNumber, bootNumber } = hello;
    const greeting = { bootId, sessionNumber, ...(bootNumber !== undefined && { bootNumber }) };
    const known = this.agents.get(agentId);
    if (!known) {
      const first = { current: greeting, numbers: [sessionNumber], former: [], beganAt: granted };
      this.agents.set(agentId, { ...first, alarm: undefined });
      return undefined;
    }
    const turn = turnOf(known, hello, granted);
    if (turn === 'late') return undefined;
    const isSame = known.current.bootId === bootId;
    const isClone = turn === 'clone';
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
    const current = isSame && sessionNumber < known.current.sessionNumber ? known.current : greeting;
    const beganAt = isSame ? known.beganAt : granted;
    const numbers = [...(isSame ? known.numbers : []), sessionNumber].slice(-NUMBERS_MAX);
    this.agents.set(agentId, { current, numbers, former, beganAt, alarm });
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

type Turn = 'as-ever' | 'late' | 'clone';

/** What a hello says of the processes behind it. */
function turnOf(known: Boots, hello: Greeting, granted: number): Turn {
  const { current, former, beganAt } = known;
  if (current.bootId === hello.bootId) return isRepeated(known, hello.sessionNumber) ? 'clone' : 'as-ever';
  const wasHere = former.includes(hello.bootId);
  if (current.bootNumber === undefined || hello.bootNumber === undefined)
    return wasHere ? 'clone' : 'as-ever';
  if (current.bootNumber === hello.bootNumber) return 'clone';
  if (!wasHere && hello.bootNumber > current.bootNumber) return 'as-ever';
  const { grantedNumber = 0 } = hello;
  // One that is not granted yet is of a controller before it was restored.
  return grantedNumber >= beganAt && grantedNumber < granted ? 'clone' : 'late';
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

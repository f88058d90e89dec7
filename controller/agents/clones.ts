/**
 * Notices two processes with one identity. A restart ends one boot for good, so a boot that speaks again after another
 * took over is not a restart; nor is one whose count of sessions goes back, as in the copy of a running machine.
 */
import type { Hello } from '../../shared/wire/index.ts';

/** Former boots of an agent that are remembered. */
const BOOTS_MAX = 8;
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
  /** Newest last. */
  readonly former: readonly string[];
  readonly alarm: CloneAlarm | undefined;
}

export class CloneWatch {
  private readonly agents = new Map<string, Boots>();

  /** The alarm, when this hello is a sign of two processes. */
  hello(agentId: string, { bootId, sessionNumber }: Greeting, nowMs: number): CloneAlarm | undefined {
    const known = this.agents.get(agentId);
    const current = { bootId, sessionNumber };
    if (!known) {
      this.agents.set(agentId, { current, former: [], alarm: undefined });
      return undefined;
    }
    const isSame = known.current.bootId === bootId;
    const isClone = isSame ? sessionNumber <= known.current.sessionNumber : known.former.includes(bootId);
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
    this.agents.set(agentId, { current, former, alarm });
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

/** `two processes use its identity: boots b1 and b2 take turns, 3 times so far` */
export function cloneWords({ count, boots }: CloneAlarm): string {
  const [older, newer] = boots;
  const who = older === newer ? `two copies of boot ${older}` : `boots ${older} and ${newer}`;
  return `two processes use its identity: ${who} take turns, ${count} ${count === 1 ? 'time' : 'times'} so far`;
}

/** What a simulated switch went through, so that tests can demand care for it; and the load on its processor. */
import type { Clock } from '../../../shared/runtime/index.ts';
import type { CpuLoad } from '../render/show.ts';

/** Older commands are forgotten; `commandCount` still counts them. */
const COMMANDS_KEPT_MAX = 10_000;

export interface TypedCommand {
  /** Milliseconds of the switch's monotonic clock. */
  readonly atMs: number;
  /** Counts connections from 1. */
  readonly session: number;
  readonly line: string;
}

export interface SwitchCounters {
  /** TCP connections that were let in. */
  connections: number;
  refusedFull: number;
  refusedRate: number;
  authAttempts: number;
  authFailures: number;
  /** Connections that are open now, and the most that were open at once. */
  open: number;
  openMax: number;
  shells: number;
  execRefused: number;
  /** Sessions that ended with exit, quit or logout. */
  logouts: number;
  commandCount: number;
  /** Commands that were being answered at the same time, at most. */
  commandsAtOnceMax: number;
  commands: TypedCommand[];
}

export function freshCounters(): SwitchCounters {
  return {
    connections: 0,
    refusedFull: 0,
    refusedRate: 0,
    authAttempts: 0,
    authFailures: 0,
    open: 0,
    openMax: 0,
    shells: 0,
    execRefused: 0,
    logouts: 0,
    commandCount: 0,
    commandsAtOnceMax: 0,
    commands: [],
  };
}

export function countCommand(counters: SwitchCounters, command: TypedCommand): void {
  counters.commandCount += 1;
  counters.commands.push(command);
  if (counters.commands.length > COMMANDS_KEPT_MAX) counters.commands.shift();
}

/** What work costs the switch's processor; an SSH handshake is the dear part on real gear. */
export const CPU_HANDSHAKE_MS = 250;
export const CPU_COMMAND_MS = 15;
export const CPU_LINE_MS = 0.2;
const IDLE_PERCENT = 4;
const BUSIEST_PERCENT = 99;
const WINDOWS_S = { fiveSeconds: 5, minute: 60, fiveMinutes: 300 } as const;

/** Adds up work in buckets of one second and forgets it after five minutes. */
export class CpuMeter {
  private readonly clock: Clock;
  private readonly busyMs = new Map<number, number>();
  private fixed: number | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  work(ms: number): void {
    const second = this.second();
    this.busyMs.set(second, (this.busyMs.get(second) ?? 0) + ms);
    for (const old of this.busyMs.keys()) {
      if (old > second - WINDOWS_S.fiveMinutes) break;
      this.busyMs.delete(old);
    }
  }

  /** Shows this load whatever happens; `undefined` goes back to measuring. */
  fix(percent: number | undefined): void {
    this.fixed = percent;
  }

  load(): CpuLoad {
    const over = (seconds: number): number => this.fixed ?? this.measured(seconds);
    return {
      fiveSeconds: over(WINDOWS_S.fiveSeconds),
      minute: over(WINDOWS_S.minute),
      fiveMinutes: over(WINDOWS_S.fiveMinutes),
    };
  }

  private measured(seconds: number): number {
    const from = this.second() - seconds;
    let busyMs = 0;
    for (const [second, ms] of this.busyMs) if (second > from) busyMs += ms;
    return Math.min(BUSIEST_PERCENT, IDLE_PERCENT + busyMs / (10 * seconds));
  }

  private second(): number {
    return Math.floor(this.clock.monotonic() / 1000);
  }
}

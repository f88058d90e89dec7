/** A squad in a process of its own: the same questions, over the channel to that process. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type ErrorCode, WaysideError } from '../../../shared/errors.ts';
import { packageRoot } from '../../../shared/runtime/index.ts';
import type { Checked } from './check.ts';
import type { ControllerAccess } from './controller.ts';
import type { FleetOptions } from './fleet.ts';
import type { SourceRef, Squad } from './squad.ts';
import type { Rates, WorkDone } from './work.ts';

export interface SquadOrder {
  readonly access: ControllerAccess;
  readonly fleet: Omit<FleetOptions, 'client' | 'clock' | 'dir' | 'addressOf'>;
  /** `host:port` that its agents dial in turn, in place of what their tokens say; may be empty. */
  readonly lines: readonly string[];
}

export interface SquadAsked {
  readonly no: number;
  readonly name: Exclude<keyof Squad, 'pid'>;
  readonly args: readonly unknown[];
}

/** 0: the process is there. */
export interface SquadAnswer {
  readonly no: number;
  readonly value?: unknown;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class RemoteSquad implements Squad {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private gone = false;

  private constructor(child: ChildProcess) {
    this.child = child;
    child.on('message', (answer: SquadAnswer) => this.take(answer));
    child.once('exit', () => this.ended());
  }

  /** Resolves when the process has the keys of its agents. */
  static async start(order: SquadOrder): Promise<RemoteSquad> {
    const file = join(packageRoot(), 'dist', 'test', 'lab', 'load', 'squad-child.js');
    const squad = new RemoteSquad(fork(file, [JSON.stringify(order)]));
    await new Promise((resolve, reject) => squad.waiting.set(0, { resolve, reject }));
    return squad;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  sources(): Promise<readonly SourceRef[]> {
    return this.ask('sources');
  }

  prepare(): Promise<void> {
    return this.ask('prepare');
  }

  join(): Promise<void> {
    return this.ask('join');
  }

  connect(): Promise<void> {
    return this.ask('connect');
  }

  scan(): Promise<number> {
    return this.ask('scan');
  }

  work(rates: Rates): Promise<WorkDone> {
    return this.ask('work', rates);
  }

  rest(): Promise<void> {
    return this.ask('rest');
  }

  giveUp(): Promise<void> {
    return this.ask('giveUp');
  }

  each(): Promise<number> {
    return this.ask('each');
  }

  restart(at: number, awayMs: number): Promise<void> {
    return this.ask('restart', at, awayMs);
  }

  mark(): Promise<void> {
    return this.ask('mark');
  }

  allUp(): Promise<void> {
    return this.ask('allUp');
  }

  settled(): Promise<void> {
    return this.ask('settled');
  }

  check(): Promise<Checked> {
    return this.ask('check');
  }

  sessions(): Promise<number> {
    return this.ask('sessions');
  }

  /** Its process is gone when it resolves. */
  async stop(): Promise<void> {
    if (this.gone) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  private ask<T>(name: SquadAsked['name'], ...args: readonly unknown[]): Promise<T> {
    if (this.gone) return Promise.reject(lost());
    this.asked += 1;
    const no = this.asked;
    return new Promise<unknown>((resolve, reject) => {
      this.waiting.set(no, { resolve, reject });
      this.child.send({ no, name, args } satisfies SquadAsked);
    }) as Promise<T>;
  }

  private take({ no, value, error }: SquadAnswer): void {
    const waiting = this.waiting.get(no);
    this.waiting.delete(no);
    if (error) waiting?.reject(new WaysideError(error.code, error.message));
    else waiting?.resolve(value);
  }

  private ended(): void {
    this.gone = true;
    for (const { reject } of this.waiting.values()) reject(lost());
    this.waiting.clear();
  }
}

function lost(): WaysideError {
  return new WaysideError('CONNECTION_LOST', 'a process of the load has ended');
}

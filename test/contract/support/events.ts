/** A log that a test can wait for: nothing sleeps, and what was logged before the question counts. */
import { type Log, type LogFields, silentLog } from '../../../shared/runtime/index.ts';

export interface LoggedEvent {
  readonly event: string;
  readonly fields: LogFields;
}

interface Waiter {
  readonly event: string;
  take(fields: LogFields): void;
}

export class Events {
  readonly heard: LoggedEvent[] = [];
  readonly log: Log;
  private readonly untaken: LoggedEvent[] = [];
  private readonly waiters: Waiter[] = [];

  constructor() {
    const note = (event: string, fields: LogFields = {}): void => this.note({ event, fields });
    this.log = { ...silentLog, debug: note, info: note, warn: note, error: note, with: () => this.log };
  }

  /** The next one of that name that no call of this has had yet. */
  next(event: string): Promise<LogFields> {
    const at = this.untaken.findIndex((one) => one.event === event);
    const [found] = at < 0 ? [] : this.untaken.splice(at, 1);
    if (found) return Promise.resolve(found.fields);
    return new Promise((take) => this.waiters.push({ event, take }));
  }

  private note(one: LoggedEvent): void {
    this.heard.push(one);
    const at = this.waiters.findIndex(({ event }) => event === one.event);
    const [waiter] = at < 0 ? [] : this.waiters.splice(at, 1);
    if (waiter) waiter.take(one.fields);
    else this.untaken.push(one);
  }
}

/** A log that writes into the trace of the run, as long as its process lives; its fields say for which job a driver works. */
import type { Log, LogFields } from '../../../shared/runtime/index.ts';

export type LogLine = (level: string, event: string, fields: LogFields) => void;

export class SimLog implements Log {
  readonly fields: LogFields;
  private readonly line: LogLine;

  constructor(line: LogLine, fields: LogFields = {}) {
    this.line = line;
    this.fields = fields;
  }

  debug(event: string, fields: LogFields = {}): void {
    this.line('debug', event, fields);
  }

  info(event: string, fields: LogFields = {}): void {
    this.line('info', event, fields);
  }

  warn(event: string, fields: LogFields = {}): void {
    this.line('warn', event, fields);
  }

  error(event: string, fields: LogFields = {}): void {
    this.line('error', event, fields);
  }

  with(fields: LogFields): SimLog {
    return new SimLog(this.line, { ...this.fields, ...fields });
  }

  setLevel(): void {
    // The trace takes all.
  }
}

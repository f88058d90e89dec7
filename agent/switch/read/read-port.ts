/** The task `port`: all of one port, read now: state, configuration, what is learned on it and who is at its other end. */
import { WaysideError } from '../../../shared/errors.ts';
import type { JsonObject } from '../../../shared/model/index.ts';
import type { TargetOutcome } from '../../jobs/driver.ts';
import { ADDRESSES_SHOWN_MAX, NEAR_PORTS_MAX } from '../limits.ts';
import { joinConfigs, joinLags, joinNeighbours } from '../parse/index.ts';
import type { Command, NeighbourRow, PortConfigRow, PortRow, RowTypes, ScanClass } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import { whereOf } from '../where.ts';
import type { TaskOptions } from './collect.ts';
import { requireKnown } from './raw.ts';
import type { KeptClass } from './read-cache.ts';
import { Reader } from './reading.ts';

/** Throws NOT_FOUND when the switch has no such port, and what reading its state threw. */
export async function readPort(loan: Loan, text: string, options: TaskOptions): Promise<TargetOutcome> {
  const { platform, facts } = loan.session;
  requireKnown(loan, options);
  const name = platform.portName?.(text) ?? text;
  const reading = new PortReading(loan, name, options);
  const port = await reading.state();
  const config = await reading.part('configuration', () => reading.config());
  const rows = await reading.part('MAC table', () => reading.addresses(port.lag ?? config?.lag ?? name));
  const neighbours = await reading.part('neighbours', () => reading.neighbours());
  return {
    data: {
      ...{ platform: platform.id, hostname: facts.hostname, port: { ...port }, config: shownConfig(config) },
      rows: (rows ?? []).slice(0, ADDRESSES_SHOWN_MAX).map((row) => ({ ...row })),
      addresses: rows?.length ?? null,
      neighbours: (neighbours ?? []).map((row) => ({ ...row, capabilities: [...row.capabilities] })),
      notes: reading.notes,
      agesMs: { ...reading.agesMs },
    },
    timings: reading.timings,
  };
}

class PortReading {
  /** Parts that could not be read, and why. */
  readonly notes: string[] = [];
  /** Milliseconds since a part was read, where that was not now; who is on the port is always asked. */
  readonly agesMs: Partial<Record<KeptClass, number>> = {};
  private readonly loan: Loan;
  private readonly name: string;
  private readonly options: TaskOptions;
  private readonly reader: Reader;

  constructor(loan: Loan, name: string, options: TaskOptions) {
    this.loan = loan;
    this.name = name;
    this.options = options;
    this.reader = new Reader(loan, options);
  }

  get timings(): Readonly<Record<string, number>> {
    return this.reader.timings;
  }

  /** A part that fails leaves the others as they are. Throws only when the work was called off. */
  async part<T>(what: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (this.options.ask.signal.aborted) throw error;
      const { code, message } = WaysideError.from(error);
      this.notes.push(`${what}: ${code}: ${message}`);
      return undefined;
    }
  }

  async state(): Promise<PortRow> {
    const alone = (await this.stateAlone()).find(({ name }) => name === this.name);
    if (alone) return alone;
    const rows = joinLags(await this.whole('ports'), await this.whole('lags'));
    const found = rows.find(({ name }) => name === this.name);
    if (found) return found;
    throw noPort(this.name, rows, whereOf(this.options.target));
  }

  /** Nothing where the device refuses: it has no such port, or its release no such command; the whole table tells which. */
  private async stateAlone(): Promise<readonly PortRow[]> {
    const { portStatus } = this.loan.session.platform;
    if (!portStatus) return [];
    try {
      return await this.kept('ports', portStatus(this.name));
    } catch (error) {
      if (WaysideError.from(error).code === 'COMMAND_REJECTED') return [];
      throw error;
    }
  }

  async config(): Promise<PortConfigRow | undefined> {
    const { portConfig, portVlans } = this.loan.session.platform;
    const rows = portConfig ? await this.kept('configs', portConfig(this.name)) : await this.whole('configs');
    const vlans = portVlans ? await this.kept('configs', portVlans(this.name)) : [];
    return joinConfigs([...rows, ...vlans]).find(({ name }) => name === this.name);
  }

  async addresses(port: string): Promise<readonly JsonObject[]> {
    const { portFdb } = this.loan.session.platform;
    const rows = portFdb ? await this.ask(portFdb(port)) : await this.read('fdb');
    return rows.filter((row) => row.port === port).map(({ mac, vlan, type }) => ({ mac, vlan, port, type }));
  }

  async neighbours(): Promise<readonly NeighbourRow[]> {
    const { neighbourDetail } = this.loan.session.platform;
    const rows = neighbourDetail
      ? (await this.kept('neighbours', neighbourDetail(this.name))).map((row) => ({
          ...row,
          port: row.port || this.name,
        }))
      : await this.whole('neighbours');
    return joinNeighbours(rows).filter(({ port }) => port === this.name);
  }

  private async ask<Row>(command: Command<Row>): Promise<readonly Row[]> {
    return (await this.loan.session.ask(command, this.options.ask)).rows;
  }

  private async kept<Row>(kind: KeptClass, command: Command<Row>): Promise<readonly Row[]> {
    return this.remember(kind, command.command, () => this.ask(command));
  }

  private async whole<C extends KeptClass>(name: C): Promise<readonly RowTypes[C][]> {
    let part: readonly RowTypes[C][] | undefined;
    const rows = await this.remember(name, 'all', async () => {
      const reading = await this.reader.read(name);
      if (!reading.error) return reading.rows;
      if (reading.rows.length === 0) throw reading.error;
      // What was cut short is told now, and nothing is kept.
      part = reading.rows;
      return [];
    });
    return part ?? rows;
  }

  private async read<C extends ScanClass>(name: C): Promise<readonly RowTypes[C][]> {
    const { rows, error } = await this.reader.read(name);
    if (error && rows.length === 0) throw error;
    return rows;
  }

  private async remember<Row>(
    kind: KeptClass,
    question: string,
    ask: () => Promise<readonly Row[]>,
  ): Promise<readonly Row[]> {
    const { rows, ageMs } = await this.options.kept({ class: kind, question }, ask);
    if (ageMs > 0) this.agesMs[kind] = Math.round(ageMs);
    return rows;
  }
}

function shownConfig(config: PortConfigRow | undefined): JsonObject | null {
  return config ? { ...config, lines: [...config.lines] } : null;
}

/** The names that begin alike are what was most likely meant. */
function noPort(name: string, rows: readonly PortRow[], where: string): WaysideError {
  const head = name.slice(0, 2).toLowerCase();
  const near = rows.map((row) => row.name).filter((one) => one.toLowerCase().startsWith(head));
  const some = (near.length > 0 ? near : rows.map((row) => row.name)).slice(0, NEAR_PORTS_MAX);
  return new WaysideError('NOT_FOUND', `${where} has no port ${name}`, {
    ...(some.length > 0 && { hint: `It has ${some.join(', ')} and others` }),
  });
}

/** The task `resolve`: which MAC address stands behind an IP address, asked of a switch that routes. */
import { WaysideError } from '../../../shared/errors.ts';
import { parseIp } from '../../../shared/model/index.ts';
import type { TargetOutcome } from '../../jobs/driver.ts';
import type { ArpRow } from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import type { TaskOptions } from './collect.ts';
import { requireKnown } from './raw.ts';
import { Reader } from './reading.ts';

/** Throws what asking threw; an address that the device has not resolved gives no rows. */
export async function resolve(loan: Loan, address: string, options: TaskOptions): Promise<TargetOutcome> {
  const { platform, facts } = loan.session;
  requireKnown(loan, options);
  options.progress(`resolving ${address}`);
  const rows = await rowsFor(loan, address, options);
  return {
    data: {
      platform: platform.id,
      hostname: facts.hostname,
      // A device that ignores the filter lists everything.
      rows: rows
        .filter((row) => parseIp(row.address) === address)
        .map(({ mac, vlan, port, type }) => ({ address, mac, vlan, port, type })),
    },
    timings: {},
  };
}

/** By the one address where the device takes such a question; some releases know the whole table alone. */
async function rowsFor(loan: Loan, address: string, options: TaskOptions): Promise<readonly ArpRow[]> {
  const command = loan.session.platform.arpLookup?.(address);
  if (!command) return rowsOfAll(loan, address, options);
  try {
    const question = { class: 'arp', question: command.command } as const;
    const ask = async (): Promise<readonly ArpRow[]> => (await loan.session.ask(command, options.ask)).rows;
    return (await options.kept(question, ask)).rows;
  } catch (error) {
    if (WaysideError.from(error).code !== 'COMMAND_REJECTED') throw error;
    options.progress(`reading the whole table for ${address}`);
    return rowsOfAll(loan, address, options);
  }
}

/** What was cut short may lack the very address: it is neither kept nor taken for an answer that it is not there. */
async function rowsOfAll(loan: Loan, address: string, options: TaskOptions): Promise<readonly ArpRow[]> {
  const found: ArpRow[] = [];
  const { rows } = await options.kept({ class: 'arp', question: 'all' }, async () => {
    const { rows, error } = await new Reader(loan, options).read('arp');
    if (!error) return rows;
    found.push(...rows.filter((row) => parseIp(row.address) === address));
    if (found.length === 0) throw error;
    return [];
  });
  return found.length > 0 ? found : rows;
}

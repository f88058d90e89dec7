/** The task `resolve`: which MAC address stands behind an IP address, asked of a switch that routes. */
import { parseIp } from '../../shared/model/index.ts';
import type { TargetOutcome } from '../jobs/driver.ts';
import type { TaskOptions } from './collect.ts';
import type { Loan } from './loan.ts';
import type { ArpRow } from './platform.ts';
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

/** What was cut short may lack the very address: it is neither kept nor taken for an answer that it is not there. */
async function rowsFor(loan: Loan, address: string, options: TaskOptions): Promise<readonly ArpRow[]> {
  const { arpLookup } = loan.session.platform;
  const command = arpLookup?.(address);
  const found: ArpRow[] = [];
  const { rows } = await options.kept({ class: 'arp', question: command?.command ?? 'all' }, async () => {
    if (command) return (await loan.session.ask(command, options.ask)).rows;
    const { rows, error } = await new Reader(loan, options).read('arp');
    if (!error) return rows;
    found.push(...rows.filter((row) => parseIp(row.address) === address));
    if (found.length === 0) throw error;
    return [];
  });
  return found.length > 0 ? found : rows;
}

/** Reads what a change of ports and VLANs must know, from the device itself and never from a cache. */
import { WaysideError } from '../../../shared/errors.ts';
import { formatMac, type Mac, type OtherWay, parseIp, vlanListHas } from '../../../shared/model/index.ts';
import { PORTS_ASKED_MAX } from '../limits.ts';
import { joinConfigs, joinLags, joinNeighbours } from '../parse/index.ts';
import type {
  Command,
  NeighbourRow,
  OwnAddressRow,
  PortConfigRow,
  PortRow,
  RowTypes,
  VlanRow,
} from '../platform.ts';
import type { Loan } from '../pool/loan.ts';
import type { TaskOptions } from '../read/collect.ts';
import { Reader } from '../read/reading.ts';
import { type AddressIn, addressIn } from './own-addresses.ts';
import { type PortState, portStateOf } from './port-steps.ts';

type ReadClass = 'arp' | 'ports' | 'lags' | 'configs' | 'vlans' | 'neighbours';

export interface PortAsks {
  readonly texts: boolean;
  readonly few?: boolean;
}

export class PortReads {
  private readonly loan: Loan;
  private readonly options: TaskOptions;
  private readonly reader: Reader;

  constructor(loan: Loan, options: TaskOptions) {
    this.loan = loan;
    this.options = options;
    this.reader = new Reader(loan, options);
  }

  /**
   * Those of the ports that the device has. Few ports, and those whose description counts, are asked one by one; of many
   * the tables tell, which know less of each: `few` has both readings of a comparison done in one way.
   */
  async states(names: readonly string[], asks: PortAsks): Promise<Map<string, PortState>> {
    const isFew = asks.few ?? names.length <= PORTS_ASKED_MAX;
    const rows = await this.rowsOf(names, isFew);
    const table = isFew || asks.texts ? [] : joinConfigs(await this.rows('configs'));
    const configs = new Map(table.map((config) => [config.name, config]));
    const found = new Map<string, PortState>();
    for (const name of names) {
      const row = rows.get(name);
      const known = configs.get(name);
      const config = this.isWhole(known, row) ? known : await this.configOf(name);
      if (row || config) found.set(name, portStateOf(row, config ?? nothingOf(name)));
    }
    return found;
  }

  /** As the live reading of one port has them, or as the table of all does. */
  private async rowsOf(names: readonly string[], isFew: boolean): Promise<ReadonlyMap<string, PortRow>> {
    const { portStatus } = this.loan.session.platform;
    const own: PortRow[] = [];
    if (isFew && portStatus)
      for (const name of names) own.push(...(await this.unlessRefused(() => this.ask(portStatus(name)))));
    const isWhole = names.every((name) => own.some((row) => row.name === name));
    const all = isWhole ? own : [...own, ...(await this.rows('ports'))];
    return new Map(joinLags(all, await this.rows('lags')).map((row) => [row.name, row]));
  }

  async vlans(): Promise<readonly VlanRow[]> {
    return this.rows('vlans');
  }

  /** Ports whose own VLAN it is; `tagged`: those that carry it, too. */
  async portsIn(vlan: number, { tagged }: { readonly tagged: boolean }): Promise<readonly string[]> {
    const configs = joinConfigs(await this.rows('configs'));
    const isIn = ({ accessVlan, voiceVlan, nativeVlan, taggedVlans = '' }: PortConfigRow): boolean =>
      [accessVlan, voiceVlan, nativeVlan].includes(vlan) || (tagged && vlanListHas(taggedVlans, vlan));
    const rows = await this.rows('ports');
    const own = rows.filter((row) => row.mode !== 'trunk' && row.vlan === vlan).map(({ name }) => name);
    const held = tagged ? (await this.vlans()).filter((row) => row.vlan === vlan) : [];
    const members = held.flatMap(({ ports }) => ports);
    return [...new Set([...configs.filter(isIn).map(({ name }) => name), ...own, ...members])];
  }

  /** Whether the switch has an address of its own in that VLAN. */
  async addressIn(vlan: number): Promise<AddressIn> {
    const own: OwnAddressRow[] = [];
    for (const command of this.loan.session.platform.ownAddresses ?? [])
      own.push(...(await this.unlessRefused(() => this.ask(command))));
    return addressIn(vlan, await this.rows('arp'), own);
  }

  /** Those of the ways that are up now and, as far as the switch tells, lead where they led. */
  async standing(ways: readonly OtherWay[]): Promise<ReadonlySet<string>> {
    if (ways.length === 0) return new Set();
    const rows = joinLags(await this.rows('ports'), await this.rows('lags'));
    const states = await this.states(
      ways.map(({ port }) => port),
      { texts: false, few: true },
    );
    const isUp = (row: PortRow): boolean => row.operUp ?? row.state === 'up';
    const standing = ways.filter(({ port, mode, vlan }) => {
      const { mode: now, accessVlan = vlan } = states.get(port)?.fields ?? {};
      const isMoved = now === 'access' && ((mode ?? now) !== now || (vlan ?? accessVlan) !== accessVlan);
      return !isMoved && rows.some((row) => (row.name === port || row.lag === port) && isUp(row));
    });
    return new Set(standing.map(({ port }) => port));
  }

  async neighbours(ports: ReadonlySet<string>): Promise<readonly NeighbourRow[]> {
    return joinNeighbours(await this.rows('neighbours')).filter(({ port }) => ports.has(port));
  }

  /** Where the device has learned one of these addresses. */
  async portsOf(macs: readonly Mac[]): Promise<ReadonlySet<string>> {
    const { lookup, macStyle } = this.loan.session.platform;
    const ports = new Set<string>();
    for (const mac of macs) {
      const rows = await this.unlessRefused(() => this.ask(lookup(formatMac(mac, macStyle))));
      for (const { port, type } of rows) if (type !== 'self') ports.add(port);
    }
    return ports;
  }

  /** The host of that address, as the switch itself reaches it: by its ARP table. */
  async macOf(address: string): Promise<readonly Mac[]> {
    const { arpLookup } = this.loan.session.platform;
    const ip = parseIp(address);
    if (!arpLookup || ip === undefined) return [];
    const rows = await this.unlessRefused(() => this.ask(arpLookup(ip)));
    return rows.flatMap((row) => (row.address === ip ? [row.mac] : []));
  }

  /** In a table of all ports some platforms leave out whether a port is switched on. */
  private isWhole(config: PortConfigRow | undefined, row: PortRow | undefined): boolean {
    return config !== undefined && (config.adminUp ?? row?.adminUp) !== undefined;
  }

  private async configOf(name: string): Promise<PortConfigRow | undefined> {
    const { portConfig, portVlans } = this.loan.session.platform;
    const own = portConfig
      ? await this.unlessRefused(() => this.ask(portConfig(name)))
      : await this.rows('configs');
    const vlans = portVlans ? await this.unlessRefused(() => this.ask(portVlans(name))) : [];
    return joinConfigs([...own, ...vlans]).find((row) => row.name === name);
  }

  private async ask<Row>(command: Command<Row>): Promise<readonly Row[]> {
    return (await this.loan.session.ask(command, this.options.ask)).rows;
  }

  private async unlessRefused<T>(ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
    try {
      return await ask();
    } catch (error) {
      if (WaysideError.from(error).code === 'COMMAND_REJECTED') return [];
      throw error;
    }
  }

  private async rows<C extends ReadClass>(name: C): Promise<readonly RowTypes[C][]> {
    const { rows, error } = await this.reader.read(name);
    // A switch without the feature, such as one whose LLDP is off, has none of it.
    if (error && (error.code !== 'COMMAND_REJECTED' || name === 'ports')) throw error;
    return rows;
  }
}

function nothingOf(name: string): PortConfigRow {
  return {
    ...{ name, description: undefined, adminUp: undefined, mode: undefined, accessVlan: undefined },
    ...{ nativeVlan: undefined, taggedVlans: undefined, voiceVlan: undefined, lag: undefined, lines: [] },
  };
}

/**
 * What a platform pack is: everything the engine must know of one switch operating system, as data and pure
 * parsers. One folder per platform, all of this one shape; the engine itself knows no vendor.
 */
import type { ErrorCode } from '../../shared/errors.ts';
import type { Mac, MacStyle } from '../../shared/model/index.ts';

/** One row of a MAC address table. `port` is spelled as the platform's own short name, so that it joins with PortRow.name. */
export interface FdbRow {
  readonly mac: Mac;
  readonly vlan: number | undefined;
  readonly port: string;
  readonly type: 'dynamic' | 'static' | 'self' | 'secure' | 'other';
}

export interface PortRow {
  readonly name: string;
  readonly description: string | undefined;
  readonly adminUp: boolean | undefined;
  readonly operUp: boolean | undefined;
  /** up, down, disabled, err-disabled, detached or the device's own word in lower case. */
  readonly state: string;
  readonly speedMbps: number | undefined;
  readonly duplex: 'full' | 'half' | 'auto' | undefined;
  readonly mode: 'access' | 'trunk' | 'general' | 'routed' | undefined;
  readonly vlan: number | undefined;
  /** The port channel that the port is a member of. */
  readonly lag: string | undefined;
}

export interface NeighbourRow {
  readonly port: string;
  readonly protocol: 'lldp' | 'cdp';
  /** A MAC in colon form where it is one, else the text. */
  readonly chassisId: string | undefined;
  readonly remotePort: string | undefined;
  readonly systemName: string | undefined;
  readonly systemDescription: string | undefined;
  readonly managementAddress: string | undefined;
  /** Enabled ones: bridge, router, telephone, wlan, station, repeater, other. Empty when the command does not show them. */
  readonly capabilities: readonly string[];
}

export interface VlanRow {
  readonly vlan: number;
  readonly name: string | undefined;
  readonly ports: readonly string[];
}

/** Members of one port channel: `{lag: 'Po10', ports: ['Te1/0/1']}`. */
export interface LagRow {
  readonly lag: string;
  readonly ports: readonly string[];
}

/** What the device says of itself; one row at most per command, merged over the commands. */
export interface SystemRow {
  readonly hostname?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly softwareVersion?: string;
  readonly baseMac?: Mac;
}

/** The row type of each class of command. */
export interface RowTypes {
  readonly fdb: FdbRow;
  readonly ports: PortRow;
  readonly neighbours: NeighbourRow;
  readonly vlans: VlanRow;
  readonly lags: LagRow;
  readonly system: SystemRow;
}
export type CommandClass = keyof RowTypes;

/** At most this many unknown lines are kept as text; all are counted. */
export const UNKNOWN_LINES_MAX = 50;

export interface Parsed<Row> {
  readonly rows: readonly Row[];
  /** Lines that no rule knew, as text, bounded; blank lines and known headings are not in here. */
  readonly unknown: readonly string[];
  readonly unknownCount: number;
}

/**
 * Whether a row may have been lost among the lines that nobody knew. Every row of every table holds a number (an
 * address, a VLAN, a port), so a line without any digit, such as a new heading or title, cannot have been one: it is
 * still counted and shown, but the reading stays whole. Otherwise one new word of a firmware would make every scan of
 * a fleet partial for ever. Lines that were not kept count as lost rows.
 */
export function mayMissRows({ unknown, unknownCount }: Omit<Parsed<unknown>, 'rows'>): boolean {
  return unknownCount > unknown.length || unknown.some((line) => /\d/.test(line));
}

/**
 * Reads one command's output line by line, without its echo and prompt. A parser holds only what it needs for
 * the next line, so a table of any length takes bounded memory beside its rows. Never throws on any input.
 */
export interface LineParser<Row> {
  push(line: string): void;
  end(): Parsed<Row>;
}

export interface Command<Row> {
  readonly command: string;
  readonly parser: () => LineParser<Row>;
  /** True: a device that rejects the command still gives a complete reading of the class (an older or newer spelling exists, or the feature is off). */
  readonly optional?: boolean;
  /** Another spelling of the same question, asked only when the device rejects this one. */
  readonly alternative?: Command<Row>;
}

/** A line of output that means the command failed. */
export interface ErrorPattern {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
}

export interface Platform {
  /** Stable id as people type it: `dell_os6`, `cisco_ios`. */
  readonly id: string;
  readonly title: string;
  /** Recognises the platform in the output of `show version` or the banner. */
  readonly detect: RegExp;
  /** A prompt of this platform at the end of the buffer, before the exact one is learned. Groups: none needed. */
  readonly prompt: RegExp;
  /** A prompt that is privileged already (no `enable` needed). */
  readonly privilegedPrompt: RegExp;
  readonly enable: { readonly command: string; readonly passwordPrompt: RegExp } | undefined;
  /** Sent after login, in order; a rejection of any of them is tolerated, since `more` is answered anyway. */
  readonly setup: readonly string[];
  /** The pager's prompt at the end of the buffer; answered with `moreKey`, left early with `quitKey`. */
  readonly more: RegExp;
  readonly moreKey: string;
  readonly quitKey: string;
  readonly errors: readonly ErrorPattern[];
  readonly macStyle: MacStyle;
  /** Commands per class, in order; the rows of all of them are merged by the driver. */
  readonly commands: { readonly [C in CommandClass]: readonly Command<RowTypes[C]>[] };
  /** The command that asks for one address; rows may come with or without a heading. */
  readonly lookup: (mac: string) => Command<FdbRow>;
  /** Set where the table of neighbours is only a summary: what one local port knows in full, capabilities included. */
  readonly neighbourDetail?: (port: string) => Command<NeighbourRow>;
  /** Any spelling of one of its ports in the short form that all rows carry; other text comes back as it is. */
  readonly portName?: (text: string) => string;
  /** Closes the session politely. */
  readonly logout: string;
  /** An idle session is retired before the device would close it. */
  readonly idleMs: number;
}

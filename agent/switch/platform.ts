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
  /** Where the table names the VLAN instead of numbering it; the rows of class vlans tell the number. */
  readonly vlanName?: string;
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
  /** Number of the MLAG or vPC: port channels with the same one on both switches of a pair are one. */
  readonly mlag?: string;
  /** The link between the two switches of such a pair. */
  readonly peerLink?: boolean;
}

/** One IPv4 or IPv6 address as the switch resolved it; the mapping of a router, not of a host. */
export interface ArpRow {
  /** `10.0.0.1` or the shortest lower-case form of an IPv6 address. */
  readonly address: string;
  readonly mac: Mac;
  readonly vlan: number | undefined;
  /** Where the device shows it; spelled as PortRow.name. A VLAN interface is a VLAN, not a port. */
  readonly port: string | undefined;
  /** `self`: an address of the switch itself. */
  readonly type: 'dynamic' | 'static' | 'self' | 'other';
}

/** Of a switch whose table of addresses names no VLANs: where it has addresses of its own, and which VLAN a place is. */
export interface OwnAddressRow {
  /** Name of the interface. */
  readonly place: string | undefined;
  readonly vlan: number | undefined;
  /** `undefined`: the row only says which VLAN the place is. */
  readonly address: string | undefined;
}

/** Load of the switch's own processor in percent, the worst unit of a stack; what the device does not show is undefined. */
export interface CpuRow {
  readonly fiveSecondsPercent: number | undefined;
  readonly minutePercent: number | undefined;
  readonly fiveMinutesPercent: number | undefined;
}

/** What is configured on one port, whatever its state is. `undefined`: the command does not tell. */
export interface PortConfigRow {
  readonly name: string;
  readonly description: string | undefined;
  readonly adminUp: boolean | undefined;
  readonly mode: PortRow['mode'];
  /** Of a port in access mode. */
  readonly accessVlan: number | undefined;
  /** Untagged VLAN of a trunk or general port. */
  readonly nativeVlan: number | undefined;
  /** Tagged VLANs as ranges, rising: `10-12,20`; `all`: every VLAN. */
  readonly taggedVlans: string | undefined;
  readonly voiceVlan: number | undefined;
  readonly lag: string | undefined;
  /** The lines of the configuration below the port, secrets taken out by the engine; empty when the command shows none. */
  readonly lines: readonly string[];
}

/** One member of a stack or one card of a chassis. */
export interface UnitRow {
  readonly unit: string;
  readonly model: string | undefined;
  readonly serial: string | undefined;
  readonly softwareVersion: string | undefined;
}

/** What the device says of itself; one row at most per command, merged over the commands. */
export interface SystemRow {
  readonly hostname?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly softwareVersion?: string;
  readonly baseMac?: Mac;
  /** Members of a stack, in the order of the device; left out where it is none or the command does not tell. */
  readonly units?: readonly UnitRow[];
}

/** The row type of each class of command. */
export interface RowTypes {
  readonly fdb: FdbRow;
  readonly ports: PortRow;
  readonly neighbours: NeighbourRow;
  readonly vlans: VlanRow;
  readonly lags: LagRow;
  readonly system: SystemRow;
  readonly arp: ArpRow;
  readonly cpu: CpuRow;
  readonly configs: PortConfigRow;
}
export type CommandClass = keyof RowTypes;
/** The classes that a scan reads; a load is asked for while work is done. */
export type ScanClass = Exclude<CommandClass, 'cpu'>;

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

/** A question that the device asks in the middle of things, and what is typed then. */
export interface KnownQuestion {
  /** Against the end of the buffer. */
  readonly ask: RegExp;
  /** Typed as it is, its line end included: `n\r`, ` `. */
  readonly answer: string;
}

/** What the device stands; the pool stays below it. */
export interface PlatformLimits {
  /** Sessions that the device offers to everybody together, as its maker or people say. */
  readonly sessionsMax: number;
  /** New connections a minute before the device refuses; undefined: no limit known. */
  readonly connectsPerMinute: number | undefined;
  /** Addresses leave the MAC table after this much silence, unless configured otherwise. */
  readonly fdbAgeingMs: number;
}

/** What a person or a plan wants of one port; fields left out stay as they are. */
export interface PortChange {
  readonly accessVlan?: number;
  /** Empty: none. */
  readonly description?: string;
  readonly adminUp?: boolean;
}

/** One line typed in configuration mode, and what the device may ask after it. */
export interface WriteLine {
  readonly line: string;
  readonly questions?: readonly KnownQuestion[];
}

/**
 * How the platform is changed. Lines are made from parsed values only; text of people (a description) is checked by
 * `textProblem` before and never holds a control character.
 */
export interface WriteRecipes {
  /** From the privileged prompt into configuration mode, and back to it from any depth. */
  readonly enter: readonly WriteLine[];
  readonly leave: readonly WriteLine[];
  /** Instead of `leave` when a line was refused, where leaving may carry out what was typed before it. */
  readonly leaveRefused?: readonly WriteLine[];
  /** A prompt of configuration mode, any depth. */
  readonly configPrompt: RegExp;
  /**
   * One change for several ports that all want the same. `before` is what was read of each a moment ago, for platforms
   * that must take a port out of its old VLAN first.
   */
  readonly ports: (
    ports: readonly string[],
    change: PortChange,
    before: ReadonlyMap<string, PortConfigRow>,
  ) => readonly WriteLine[];
  /** Most ports that one call of `ports` may name; 1: the platform has no ranges. */
  readonly rangeMax: number;
  /**
   * Makes, renames or takes away a VLAN; `name` undefined: takes it away. Undefined: the pack cannot. `before` is the
   * VLAN as it was read a moment ago, for platforms that know VLANs by their name; undefined: there is none yet.
   */
  readonly vlan?: (vlan: number, name: string | undefined, before?: VlanRow) => readonly WriteLine[];
  /** An access VLAN leaves the tagged ones of a port where they are, so that it does not become an access port by it. */
  readonly keepsTagged?: true;
  /** Why the text cannot be a description here (length, quotes, letters), or undefined. */
  readonly textProblem: (text: string) => string | undefined;
  /** From the privileged prompt: makes the running configuration the one of the next start. Empty: the device does so by itself. */
  readonly save: readonly WriteLine[];
  /** What `save` prints when it went well; without it any refusal pattern decides. */
  readonly saved?: RegExp;
  /** What it may print then, on a platform that may also print nothing; any other text says that nobody knows. */
  readonly savedQuietly?: RegExp;
  /** The device undoes by itself what is not confirmed in time. Minutes. All from configuration mode, instead of `leave`. */
  readonly commitConfirmed?: {
    /** Set where such a change is begun in another way: typed instead of `enter`; `confirm` and `abandon` are then typed at the privileged prompt. */
    readonly enter?: readonly WriteLine[];
    /** From the privileged prompt, before `enter`: on devices that take their time from before the change. */
    readonly begin?: (minutes: number) => readonly WriteLine[];
    readonly commit: (minutes: number) => readonly WriteLine[];
    readonly confirm: readonly WriteLine[];
    readonly abandon: readonly WriteLine[];
    /** Set where such a change has a name, and one of an earlier change must not be met again: the same lines for that name. */
    readonly named?: (
      name: string,
    ) => Readonly<Record<'enter' | 'confirm' | 'abandon', readonly WriteLine[]>>;
    /** Set where the device tells which changes of ours it still holds: what is asked after a start, and typed for each of them. */
    readonly leftovers?: {
      readonly ask: Command<LeftoverRow>;
      readonly settle: (row: LeftoverRow) => readonly WriteLine[];
    };
  };
}

/** A change of ours that was begun and not ended. */
export interface LeftoverRow {
  readonly name: string;
  /** `typed`: none of it is true yet. `timed`: it is true, and will be undone unless it is confirmed. */
  readonly state: 'typed' | 'timed';
}

export interface Platform {
  /** Stable id as people type it: `dell_os6`, `cisco_ios`. */
  readonly id: string;
  /** Other names of the same, as other tools say: `dell_force10`. */
  readonly aliases?: readonly string[];
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
  /** Further commands whose output the pack reads and a scan does not ask: other releases know them, people paste them. */
  readonly alsoReads?: { readonly [C in CommandClass]?: readonly Command<RowTypes[C]>[] };
  /** Classes without any recording of this platform: the parser is written from documents. Shown as unproven. */
  readonly unproven?: readonly CommandClass[];
  /** The command that asks for one address; rows may come with or without a heading. */
  readonly lookup: (mac: string) => Command<FdbRow>;
  /** Set where the table of neighbours is only a summary: what one local port knows in full, capabilities included. */
  readonly neighbourDetail?: (port: string) => Command<NeighbourRow>;
  /** The MAC table of one port. */
  readonly portFdb?: (port: string) => Command<FdbRow>;
  /** State and configuration of one port. */
  readonly portStatus?: (port: string) => Command<PortRow>;
  readonly portConfig?: (port: string) => Command<PortConfigRow>;
  /** Set where VLANs hold their ports, so that `portConfig` cannot tell them: asked beside it, the rows joined by `joinConfigs`. */
  readonly portVlans?: (port: string) => Command<PortConfigRow>;
  /** One address of the ARP table (IPv4) or of the neighbour cache (IPv6). */
  readonly arpLookup?: (address: string) => Command<ArpRow>;
  /** Set where `arp` names no VLANs: in which VLANs the switch has addresses of its own. */
  readonly ownAddresses?: readonly Command<OwnAddressRow>[];
  /** How the platform is changed; undefined: it is only read. */
  readonly write?: WriteRecipes;
  /** Any spelling of one of its ports in the short form that all rows carry; other text comes back as it is. */
  readonly portName?: (text: string) => string;
  /** Closes the session politely. */
  readonly logout: string;
  /** What it may ask before it lets go; changes that were not saved are not ours to save. */
  readonly logoutQuestions?: readonly KnownQuestion[];
  /** Questions between the login and the first prompt: an old password, a licence, a banner to agree to. */
  readonly loginQuestions?: readonly KnownQuestion[];
  /** Appended to the user name, as RouterOS takes terminal settings: `+ct511w4098h`. */
  readonly userSuffix?: string;
  /** The part of a prompt that stays the same, where a counter or a mark of unsaved changes is in it. */
  readonly promptStem?: (prompt: string) => string;
  /** A whole line that the device draws above its prompt: `{master:0}`, `[edit]`. */
  readonly promptLead?: RegExp;
  /** An idle session is retired before the device would close it. */
  readonly idleMs: number;
  readonly limits: PlatformLimits;
}

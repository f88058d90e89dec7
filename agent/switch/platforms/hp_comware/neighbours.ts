/** LLDP, and CDP where the switch speaks it to phones. The list cuts nothing but tells no capabilities. */
import {
  blockParser,
  type DraftField,
  type LineReader,
  NeighbourDraft,
  parserOf,
  type Sink,
} from '../../parse/index.ts';
import type { Command, LineParser, NeighbourRow } from '../../platform.ts';
import { comwarePortName, isComwarePort } from './names.ts';

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['chassis id', 'chassisId'],
  ['port id', 'remotePort'],
  ['system name', 'systemName'],
  ['management address', 'managementAddress'],
]);

const blocks = blockParser({
  protocol: 'lldp',
  portName: comwarePortName,
  port: /^\s*(?:LLDP|CDP) neighbor-information of port \d{1,6}\s*\[([^\]]{1,64})\]/i,
  neighbour: /^\s*(?:LLDP |CDP )?Neighbor index\s*:/i,
  fields: FIELDS,
  description: 'system description',
  capabilities: 'system capabilities enabled',
  known:
    /^\s*(?:LLDP agent|Update time|Chassis type|Port ID (?:sub)?type|Time to live|Port description|System capabilities|Management address|Port VLAN ID|VLAN name|Port and protocol|PPVID|Protocol identity|Link aggregation|Aggregation port|Auto-negotiation|OperMau|Power|PSE|PD |Port power|Maximum frame|Media policy|Unknown policy|VLAN tagged|Location|HardwareRev|FirmwareRev|SoftwareRev|SerialNum|Manufacturer|Model name|Asset|MED |Device class|LLDP |CDP |Software version|Platform|Duplex|DCBX|EEE|Transmit|Receive|Fallback|Echo|Transmitted|Hold time|CoS|ETS|PFC|Application|DCN|Port hardware|VID|Management VID|Congestion|Number of|Priority)/i,
  passedOver: /^\s*[\w() /,-]{1,60}:/,
});

/** Comware 7 without the word `verbose`: `ChassisID/subtype : 0011-2233-4455/MAC address`. */
const SHORT_ID =
  /^\s*(?<of>Chassis|Port)ID\/subtype\s{0,20}:\s{0,20}(?<id>\S.{0,255}?)\/(?:MAC address|(?:Interface|Chassis|Port)[ -](?:name|alias|component)|Network address|Locally assigned|Agent circuit ID)\b[^/]{0,40}$/i;
const SHORT_CAPABILITIES = /^\s*Capabilities\s{0,20}:\s{0,20}(?<words>.{0,255})$/i;

/** The words of the short page made those of the long one. */
const verbose = (): LineParser<NeighbourRow> => {
  const parser = blocks();
  let short = false;
  return {
    push(line) {
      const { of, id } = SHORT_ID.exec(line)?.groups ?? {};
      const words = short ? SHORT_CAPABILITIES.exec(line)?.groups?.['words'] : undefined;
      short ||= of !== undefined;
      if (of !== undefined) parser.push(` ${of} ID : ${id}`);
      else if (words === undefined) parser.push(line);
      else if (!/^none\b/i.test(words)) parser.push(` System capabilities enabled : ${words}`);
    },
    end: () => parser.end(),
  };
};

const HEADINGS: readonly (readonly [string, DraftField])[] = [
  ['System Name', 'systemName'],
  ['Local Interface', 'port'],
  ['Chassis ID', 'chassisId'],
  ['Port ID', 'remotePort'],
];
/** Which agent of LLDP heard the neighbour, at the address: `*` and `#` in the legend. */
const AGENT_MARK = /^[*#]\s?|\s?[*#]$/;
const LIST_NOTE = /^\s*(?:Chassis ID\s*:|[#*] -- |Default -- |LLDP neighbor|CDP neighbor)/i;

interface Column {
  readonly field: DraftField;
  readonly start: number;
}

/** Cells stand below their heading, whose order differs by release. A long name goes on at the margin of the next line. */
class ListReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #columns: readonly Column[] = [];
  #row: Map<DraftField, string> | undefined;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const columns = columnsOf(text);
    const cells = cellsOf(this.#columns, text);
    if (columns !== undefined) this.#columns = columns;
    else if (isComwarePort(cells.get('port') ?? '')) {
      this.#flush();
      this.#row = cells;
    } else if (this.#row !== undefined && this.#goesOn(cells)) {
      for (const [field, rest] of cells) this.#row.set(field, (this.#row.get(field) ?? '') + rest);
    } else if (!LIST_NOTE.test(text)) this.#sink.unknown(text);
  }

  blank(): void {
    this.#flush();
  }

  end(): void {
    this.#flush();
  }

  #goesOn(cells: ReadonlyMap<DraftField, string>): boolean {
    return (cells.get('port') ?? '') === '' && cells.size > 0;
  }

  #flush(): void {
    const draft = new NeighbourDraft('lldp', comwarePortName);
    for (const [field, text] of this.#row ?? [])
      if (!/^-{1,2}$/.test(text))
        draft.set(field, field === 'chassisId' ? text.replace(AGENT_MARK, '') : text);
    const row = draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#row = undefined;
  }
}

function columnsOf(text: string): readonly Column[] | undefined {
  const columns = HEADINGS.map(([word, field]) => ({ field, start: text.indexOf(word) }));
  if (columns.some(({ start }) => start < 0)) return undefined;
  return columns.sort((a, b) => a.start - b.start);
}

function cellsOf(columns: readonly Column[], text: string): Map<DraftField, string> {
  const cells = columns.map(
    ({ field, start }, i) => [field, text.slice(start, columns[i + 1]?.start).trim()] as const,
  );
  return new Map(cells.filter(([, cell]) => cell !== ''));
}

const list = parserOf<NeighbourRow>((sink) => new ListReader(sink));

export const neighbourCommands: readonly Command<NeighbourRow>[] = [
  {
    command: 'display lldp neighbor-information verbose',
    parser: verbose,
    optional: true,
    // Comware 5 says all of it without the word.
    alternative: { command: 'display lldp neighbor-information', parser: verbose, optional: true },
  },
];
export const neighbourTables: readonly Command<NeighbourRow>[] = [
  { command: 'display lldp neighbor-information list', parser: list },
];

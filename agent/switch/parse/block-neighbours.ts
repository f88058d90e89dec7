/**
 * Neighbours in blocks of `Key : value` lines, one block per neighbour, as ProCurve, Comware, VRP and FastIron print
 * them. Keys are compared in lower case without a leading `+` and without what stands in brackets.
 */
import { parseMac } from '../../../shared/model/index.ts';
import type { LineParser, NeighbourRow } from '../platform.ts';
import { type LineReader, parserOf, type Sink } from './line-parser.ts';
import { capabilityWords, type DraftField, NeighbourDraft } from './neighbour.ts';

export interface BlockDialect {
  readonly protocol: NeighbourRow['protocol'];
  readonly portName: (text: string) => string;
  /** The line that begins what a port has; its first group is the port. */
  readonly port: RegExp;
  /** A line that begins a further neighbour of the same port. */
  readonly neighbour?: RegExp;
  readonly fields: ReadonlyMap<string, DraftField>;
  /** The key of the neighbour's description, which goes on over lines that are no known key. */
  readonly description: string;
  readonly capabilities: string;
  /** Keys and lines that are known and not needed. */
  readonly known: RegExp;
  /** Lines that are passed over too, though one within a description is a part of it. */
  readonly passedOver?: RegExp;
  /** Text of a description ends where its quotes do. */
  readonly quoted?: boolean;
}

export function blockParser(dialect: BlockDialect): () => LineParser<NeighbourRow> {
  return parserOf<NeighbourRow>((sink) => new BlockReader(dialect, sink));
}

/** Letters and words for what a neighbour is, split by commas or by blanks, in camel case, with hyphens. */
const CAPABILITIES =
  /wlan[ -]?access[ -]?point|station[ -]?only|docsis[ -]?cable[ -]?device|(?:customer|service)[ -]bridge|two-port mac relay|[a-z][a-z-]*/gi;

export function capabilitiesIn(text: string): string[] {
  const words = [...text.matchAll(CAPABILITIES)].map(([word]) => {
    if (/^wlan/i.test(word)) return 'wlan';
    if (/bridge$/i.test(word)) return 'bridge';
    return /^station/i.test(word) ? 'station' : word;
  });
  return capabilityWords(words);
}

/** What devices print where there is nothing. */
const NOTHING = /^(?:-{1,2}|n\/?a|not (?:advertised|received|reported)|unsupported format|null)?$/i;

const RULER = /^[-=]{5,}\s*$/;

class BlockReader implements LineReader {
  readonly #dialect: BlockDialect;
  readonly #sink: Sink<NeighbourRow>;
  #port = '';
  #draft: NeighbourDraft;
  #describing = false;
  /** The quotes around a description are open still: its own line ends are printed as they are. */
  #inQuotes = false;

  constructor(dialect: BlockDialect, sink: Sink<NeighbourRow>) {
    this.#dialect = dialect;
    this.#sink = sink;
    this.#draft = this.#fresh();
  }

  line(text: string): void {
    const { port, neighbour, description } = this.#dialect;
    const started = port.exec(text);
    const { key, value } = keyValue(text);
    if (started !== null) {
      this.#flush();
      this.#port = started[1] ?? '';
    } else if (neighbour?.test(text) === true) this.#flush();
    else if (RULER.test(text)) this.#describing = false;
    else if (this.#describing && !this.#isKey(key, text)) this.#describe(text);
    else if (key === description) {
      this.#describing = true;
      this.#inQuotes = /^"./.test(value);
      this.#describe(value);
    } else {
      this.#describing = false;
      if (!this.#field(key, value) && !this.#isKnown(text)) this.#sink.unknown(text);
    }
  }

  /** A description may hold empty lines, but two blocks are parted by one as well: only a key ends it. */
  end(): void {
    this.#flush();
  }

  #isKey(key: string, text: string): boolean {
    const { fields, capabilities, known, description } = this.#dialect;
    return key !== '' && (fields.has(key) || key === capabilities || key === description || known.test(text));
  }

  #isKnown(text: string): boolean {
    const { known, passedOver } = this.#dialect;
    return known.test(text) || passedOver?.test(text) === true || /^[-=\s]+$/.test(text);
  }

  #describe(text: string): void {
    if (this.#dialect.quoted !== true) {
      this.#draft.describe(NOTHING.test(text.trim()) ? '' : text);
      return;
    }
    const trimmed = text.trim();
    this.#inQuotes &&= !trimmed.endsWith('"') || trimmed === '"';
    this.#draft.describe(unquote(trimmed.replace(/\\$/, '')));
    this.#describing = this.#inQuotes || trimmed.endsWith('\\');
  }

  #field(key: string, value: string): boolean {
    const field = this.#dialect.fields.get(key);
    const text = this.#dialect.quoted === true ? unquote(value) : value;
    if (field !== undefined && !NOTHING.test(text.trim())) this.#set(field, text);
    if (key === this.#dialect.capabilities)
      this.#draft.setCapabilities(NOTHING.test(text.trim()) ? [] : capabilitiesIn(value));
    return field !== undefined || key === this.#dialect.capabilities;
  }

  /** CDP has one name for what a neighbour is called, and some put their address there. */
  #set(field: DraftField, text: string): void {
    if (this.#dialect.protocol === 'cdp' && field === 'systemName' && parseMac(text) !== undefined)
      this.#draft.set('chassisId', text);
    this.#draft.set(field, text);
  }

  #fresh(): NeighbourDraft {
    return new NeighbourDraft(this.#dialect.protocol, this.#dialect.portName);
  }

  #flush(): void {
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row({ ...row, port: this.#dialect.portName(this.#port) });
    this.#draft = this.#fresh();
    this.#describing = false;
  }
}

function unquote(text: string): string {
  return text.trim().replace(/^"/, '').replace(/"$/, '');
}

/** `  + Chassis ID (MAC address): 00a0.c836.37c8` to `chassis id` and the rest. */
function keyValue(text: string): { readonly key: string; readonly value: string } {
  const at = text.indexOf(':');
  if (at < 0) return { key: '', value: '' };
  const key = text
    .slice(0, at)
    .replace(/^\s*\+/, '')
    .replace(/\([^()]{0,60}\)/, '')
    .trim()
    .toLowerCase();
  return { key, value: text.slice(at + 1).trim() };
}

import {
  capabilityWords,
  type DraftField,
  type LineReader,
  NeighbourDraft,
  parserOf,
  type Sink,
} from '../../parse/index.ts';
import type { LineParser, NeighbourRow } from '../../platform.ts';

/** `show lldp neighbors gi1`: the neighbours of one port as `Key: value` lines. The page does not name the port. */
export function lldpPage(port: string, portName: (text: string) => string): () => LineParser<NeighbourRow> {
  return parserOf<NeighbourRow>((sink) => new PageReader(port, portName, sink));
}

const KEY = /^(?<key>[A-Z0-9][\w .,/()-]{1,60}?)\s{0,20}:\s*(?<value>.*)$/i;
/** What may follow a description, whose own lines can look like keys. */
const AFTER_DESCRIPTION =
  /^(?:port description|management address|time to live|ttl|capabilities|802\.|auto-negotiation|device id|port id|system name|local port)/i;
const NOTE = /^(?:LLDP|802\.\d|No |There are no|-{3,}|Gathering information)/i;

const FIELDS: ReadonlyMap<string, DraftField> = new Map([
  ['device id', 'chassisId'],
  ['chassis id', 'chassisId'],
  ['port id', 'remotePort'],
  ['system name', 'systemName'],
  ['management address', 'managementAddress'],
]);

class PageReader implements LineReader {
  readonly #port: string;
  readonly #portName: (text: string) => string;
  readonly #sink: Sink<NeighbourRow>;
  #draft: NeighbourDraft;
  #describing = false;

  constructor(port: string, portName: (text: string) => string, sink: Sink<NeighbourRow>) {
    this.#port = port;
    this.#portName = portName;
    this.#sink = sink;
    this.#draft = new NeighbourDraft('lldp', portName);
  }

  line(text: string): void {
    const { key = '', value = '' } = KEY.exec(text)?.groups ?? {};
    if (this.#describing && !AFTER_DESCRIPTION.test(key)) this.#draft.describe(text);
    else this.#field(text, key.toLowerCase(), value);
  }

  end(): void {
    this.#flush();
  }

  #field(text: string, key: string, value: string): void {
    const field = FIELDS.get(key);
    this.#describing = key === 'system description';
    if (field === 'chassisId' && this.#draft.has(field)) this.#flush();
    if (field !== undefined) this.#draft.set(field, value);
    else if (this.#describing) this.#draft.describe(value);
    else if (/^(?:enabled )?(?:system )?capabilities(?: enabled)?$/.test(key))
      this.#draft.setCapabilities(capabilityWords(value.split(/,\s*|\s{2,}/)));
    // Any other key is known and not needed; indented lines belong to one.
    else if (key === '' && !/^\s/.test(text) && !NOTE.test(text)) this.#sink.unknown(text);
  }

  #flush(): void {
    this.#draft.set('port', this.#port);
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('lldp', this.#portName);
    this.#describing = false;
  }
}

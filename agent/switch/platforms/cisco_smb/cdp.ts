import { parseMac } from '../../../../shared/model/index.ts';
import { cdpCapabilities, type LineReader, NeighbourDraft, parserOf, type Sink } from '../../parse/index.ts';
import type { LineParser, NeighbourRow } from '../../platform.ts';

/** `show cdp neighbors detail`: one block per neighbour, begun by `Device-ID`. */
export function cdpPages(portName: (text: string) => string): () => LineParser<NeighbourRow> {
  return parserOf<NeighbourRow>((sink) => new CdpReader(portName, sink));
}

const KEY =
  /^\s*(?<key>device[- ]id|platform|capabilities|interface|version|ip(?:v[46])? address|sysname|holdtime|advertisement version|addresses|duplex|native vlan|power \w{1,20}|mtu|application|primary management address|secondary management address|unicast ip address)\s*:\s*(?<value>.*)$/i;

class CdpReader implements LineReader {
  readonly #portName: (text: string) => string;
  readonly #sink: Sink<NeighbourRow>;
  #draft: NeighbourDraft;
  #platform = '';
  #inVersion = false;

  constructor(portName: (text: string) => string, sink: Sink<NeighbourRow>) {
    this.#portName = portName;
    this.#sink = sink;
    this.#draft = new NeighbourDraft('cdp', portName);
  }

  line(text: string): void {
    const { key = '', value = '' } = KEY.exec(text)?.groups ?? {};
    if (/^-{5,}$/.test(text.trim())) this.#flush();
    else if (this.#inVersion && key === '') this.#draft.describe(text);
    else this.#field(text, key.toLowerCase().replace('-', ' '), value);
  }

  end(): void {
    this.#flush();
  }

  #field(text: string, key: string, value: string): void {
    this.#inVersion = key === 'version';
    if (key === 'device id') {
      this.#flush();
      if (parseMac(value) !== undefined) this.#draft.set('chassisId', value);
      this.#draft.set('systemName', value);
    } else if (key === 'platform') {
      const [platform = '', words] = value.split(/,\s*Capabilities:/i);
      this.#platform = platform.trim();
      if (words !== undefined) this.#draft.setCapabilities(cdpCapabilities(words, this.#platform));
    } else if (key === 'capabilities') this.#draft.setCapabilities(cdpCapabilities(value, this.#platform));
    else if (key === 'interface') {
      const [port = '', remote = ''] = value.split(/,\s*Port ID \(outgoing port\):\s*/i);
      this.#draft.set('port', port);
      this.#draft.set('remotePort', remote);
    } else if (/address$/.test(key)) this.#draft.set('managementAddress', value);
    else if (this.#inVersion) this.#draft.describe(value);
    else this.#other(text, key);
  }

  #other(text: string, key: string): void {
    const address = /^\s+IP(?:v[46])? (\S+)/i.exec(text)?.[1];
    if (address !== undefined) this.#draft.set('managementAddress', address);
    else if (key === '' && !/^\s|^(?:Capability|CDP|No )|^[A-Z][\w -]{1,40}:/i.test(text))
      this.#sink.unknown(text);
  }

  #flush(): void {
    if (this.#platform !== '') this.#draft.describe(`Platform: ${this.#platform}`);
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('cdp', this.#portName);
    this.#platform = '';
    this.#inVersion = false;
  }
}

import type { LineParser, NeighbourRow } from '../../platform.ts';
import { capabilityWords, isPortLike, type LineReader, NeighbourDraft, parserOf, type Sink } from '../../parse/index.ts';
import { iosPortName } from './names.ts';

/** `show lldp neighbors detail`: one block of `Key: value` lines per neighbour. */
export const lldpDetail: () => LineParser<NeighbourRow> = parserOf((sink) => new DetailReader(sink));

const KEY = /^(?<key>[A-Z][A-Za-z/ ]*?)(?:\s*:\s?|\s+(?=- not ))(?<value>.*)$/;
const RULE = /^-{5,}$/;
const PASSED_OVER =
  /^(?:Auto Negotiation|Physical media capabilities|Media Attachment Unit type|MED Information|Power via MDI|Total entries displayed|Time remaining|System Capabilities|Management Addresses|Port Description|Vlan ID|Peer Source MAC|Local Intf service instance)\b/;

class DetailReader implements LineReader {
  readonly #sink: Sink<NeighbourRow>;
  #draft = new NeighbourDraft('lldp', iosPortName);
  #describing = false;

  constructor(sink: Sink<NeighbourRow>) {
    this.#sink = sink;
  }

  line(text: string): void {
    const { key, value } = KEY.exec(text)?.groups ?? {};
    if (RULE.test(text)) return this.#flush();
    if (this.#describing && !/^(?:Time remaining|Local Intf|Chassis id)$/.test(key ?? '')) {
      return this.#draft.describe(text);
    }
    this.#describing = false;
    this.#field(text, key ?? '', value ?? '');
  }

  end(): void {
    this.#flush();
  }

  #field(text: string, key: string, value: string): void {
    switch (key) {
      case 'Local Intf':
        this.#flush();
        return this.#draft.set('port', value);
      case 'Chassis id':
        if (this.#draft.has('chassisId')) this.#flush();
        return this.#draft.set('chassisId', value);
      case 'Port id':
        return this.#draft.set('remotePort', value);
      case 'System Name':
        return this.#draft.set('systemName', value);
      case 'System Description':
        this.#describing = !value.startsWith('- not');
        return this.#describing ? this.#draft.describe(value) : undefined;
      case 'Enabled Capabilities':
        return this.#draft.setCapabilities(/^-/.test(value) ? [] : capabilityWords(value.split(',')));
      default:
        return this.#other(text);
    }
  }

  #other(text: string): void {
    const address = /^\s+IP(?:v6)?: (\S+)/i.exec(text)?.[1];
    if (address !== undefined) this.#draft.set('managementAddress', address);
    // Indented lines are details of the key above them.
    else if (!/^\s/.test(text) && !PASSED_OVER.test(text)) this.#sink.unknown(text);
  }

  #flush(): void {
    const row = this.#draft.row();
    if (row !== undefined) this.#sink.row(row);
    this.#draft = new NeighbourDraft('lldp', iosPortName);
    this.#describing = false;
  }
}

const SUMMARY_HEADING = /^Device ID\s+Local Intf\s+Hold-time\s+Capability\s+Port ID/;
const SUMMARY_NOTE = /^Capability codes:|^\s+\([A-Z]\) |^Total entries displayed/;

/** `show lldp neighbors`: cells stand below their heading and names of 20 letters touch the next cell. */
export const lldpSummary: () => LineParser<NeighbourRow> = parserOf((sink) => {
  let starts: readonly number[] = [];
  return {
    line(text) {
      if (SUMMARY_HEADING.test(text)) {
        starts = ['Device ID', 'Local Intf', 'Hold-time', 'Capability', 'Port ID'].map((word) => text.indexOf(word));
        return;
      }
      const [systemName, port, hold, capabilities, remotePort] = starts.map((start, i) =>
        text.slice(start, starts[i + 1]).trim(),
      );
      if (isPortLike(port ?? '') && /^\d+$/.test(hold ?? '')) {
        const draft = new NeighbourDraft('lldp', iosPortName);
        draft.set('port', port ?? '');
        draft.set('systemName', systemName ?? '');
        draft.set('remotePort', remotePort ?? '');
        draft.setCapabilities(capabilityWords((capabilities ?? '').split(',')));
        const row = draft.row();
        if (row !== undefined) return sink.row(row);
      }
      if (!SUMMARY_NOTE.test(text)) sink.unknown(text);
    },
  };
});

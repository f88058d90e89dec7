/** Running and startup configuration: what people changed over the generated device, and what of it was saved. */
import type { LabDevice, LabPort } from '../campus/model.ts';

type PortChange = Partial<Pick<LabPort, 'description' | 'vlan' | 'mode'>> & { readonly shutdown?: boolean };

interface Changes {
  readonly hostname: string | undefined;
  readonly ports: ReadonlyMap<string, PortChange>;
  /** Names of VLANs that were made or renamed; `null`: taken away. */
  readonly vlans: ReadonlyMap<number, string | null>;
}

const NONE: Changes = { hostname: undefined, ports: new Map(), vlans: new Map() };

export class SwitchConfig {
  private generated: LabDevice;
  private running: Changes = NONE;
  private startup: Changes = NONE;
  private shown: LabDevice;

  constructor(device: LabDevice) {
    this.generated = device;
    this.shown = device;
  }

  /** The device as it is now: its tables with the running configuration applied. */
  get device(): LabDevice {
    return this.shown;
  }

  get unsaved(): boolean {
    return this.running !== this.startup;
  }

  /** New tables, for example of a campus where hosts have moved; the configuration stays. */
  load(device: LabDevice): void {
    this.generated = device;
    this.show();
  }

  rename(hostname: string): void {
    this.running = { ...this.running, hostname };
    this.show();
  }

  changePort(name: string, change: PortChange): void {
    const ports = new Map(this.running.ports);
    ports.set(name, { ...ports.get(name), ...change });
    this.running = { ...this.running, ports };
    this.show();
  }

  changeVlan(vlan: number, name: string | null): void {
    this.running = { ...this.running, vlans: new Map(this.running.vlans).set(vlan, name) };
    this.show();
  }

  save(): void {
    this.startup = this.running;
  }

  /** What was not saved is gone. */
  reboot(): void {
    this.running = this.startup;
    this.show();
  }

  private show(): void {
    const { hostname = this.generated.hostname, ports, vlans } = this.running;
    if (hostname === this.generated.hostname && ports.size === 0 && vlans.size === 0) {
      this.shown = this.generated;
      return;
    }
    const before = new Map(this.generated.ports.map((port) => [port.name, port]));
    this.shown = {
      ...this.generated,
      hostname,
      vlans: vlansWith(this.generated.vlans, vlans),
      ports: this.generated.ports.map((port) => changed(port, ports.get(port.name))),
      lags: this.generated.lags.map((lag) => ({ ...lag, ...changed(lag, ports.get(lag.name)) })),
      fdb: this.generated.fdb.flatMap((entry) => {
        const change = ports.get(entry.port);
        if (change?.shutdown) return [];
        const vlan =
          change?.vlan !== undefined && entry.vlan === before.get(entry.port)?.vlan
            ? change.vlan
            : entry.vlan;
        return [{ ...entry, vlan }];
      }),
    };
  }
}

function vlansWith(
  given: LabDevice['vlans'],
  changes: ReadonlyMap<number, string | null>,
): LabDevice['vlans'] {
  const names = new Map<number, string | null>([
    ...given.map(({ vlan, name }) => [vlan, name] as const),
    ...changes,
  ]);
  return [...names]
    .flatMap(([vlan, name]) => (name === null ? [] : [{ vlan, name }]))
    .sort((a, b) => a.vlan - b.vlan);
}

function changed(port: LabPort, change: PortChange | undefined): LabPort {
  if (!change) return port;
  const { shutdown, ...fields } = change;
  const state = shutdown ? 'disabled' : shutdown === false && port.state === 'disabled' ? 'down' : port.state;
  return { ...port, ...fields, state };
}

/**
 * What of a replay device can be changed: its ports and VLANs, running and saved. A change is first a copy, so that a
 * candidate, a rollback and a reboot are each only the choice of another copy.
 */
import type { Clock, Timer } from '../../../shared/runtime/index.ts';

export interface PortState {
  /** As the device's configuration spells it: `GigabitEthernet1/0/1`. */
  readonly name: string;
  readonly description: string;
  readonly accessVlan: number;
  readonly adminUp: boolean;
}

export interface Config {
  /** By the key of the platform, in the order of the device. */
  readonly ports: ReadonlyMap<string, PortState>;
  /** Number to name; empty: it has none. */
  readonly vlans: ReadonlyMap<number, string>;
}

const MINUTE_MS = 60_000;

export class ReplayModel {
  /** What is true now. */
  running: Config;
  private startup: Config;
  private readonly clock: Clock;
  private confirm: { readonly timer: Timer; readonly before: Config } | undefined;

  constructor(first: Config, clock: Clock) {
    this.running = first;
    this.startup = first;
    this.clock = clock;
  }

  get unsaved(): boolean {
    return this.running !== this.startup;
  }

  /** A change waits to be confirmed. */
  get waiting(): boolean {
    return this.confirm !== undefined;
  }

  save(): void {
    this.startup = this.running;
  }

  reboot(): void {
    this.confirmed();
    this.running = this.startup;
  }

  /** Unless `confirmed` comes within so many minutes, all is as it is now again. */
  goBackAfter(minutes: number, options: { readonly alsoSaved: boolean }): void {
    this.confirmed();
    const before = this.running;
    const timer = this.clock.after(minutes * MINUTE_MS, () => {
      this.confirm = undefined;
      this.running = before;
      if (options.alsoSaved) this.startup = before;
    });
    this.confirm = { timer, before };
  }

  /** False: nothing waited for it. */
  confirmed(): boolean {
    const { confirm } = this;
    this.confirm = undefined;
    confirm?.timer.cancel();
    return confirm !== undefined;
  }
}

export function withPorts(config: Config, keys: readonly string[], change: Partial<PortState>): Config {
  const ports = new Map(config.ports);
  for (const key of keys) {
    const port = ports.get(key);
    if (port) ports.set(key, { ...port, ...change });
  }
  return { ...config, ports };
}

/** `name` undefined takes the VLAN away. */
export function withVlan(config: Config, vlan: number, name: string | undefined): Config {
  const vlans = new Map(config.vlans);
  if (name === undefined) vlans.delete(vlan);
  else vlans.set(vlan, name);
  return { ...config, vlans };
}

/**
 * What the ARP tables of a site say of the switches' management addresses: a switch that was never read is found by the
 * address that it bears in the others' MAC tables. Only what all tables agree on counts.
 */
import type { JsonObject } from '../../shared/model/index.ts';

export class Resolved {
  private readonly records = new Map<string, { readonly address: string; readonly mac: string }>();
  private readonly byAddress = new Map<string, Set<string>>();

  private readonly switches = new Map<string, string>();

  /** The switch whose management address it is. */
  place(id: string, address: string): void {
    this.switches.set(address, id);
  }

  switchAt(address: string): string | undefined {
    return this.switches.get(address);
  }

  /** @param fields undefined: the record is gone. Returns the addresses of which something else may be known now. */
  take(id: string, fields: JsonObject | undefined): readonly string[] {
    const before = this.records.get(id);
    const { address, mac } = fields ?? {};
    const after = typeof address === 'string' && typeof mac === 'string' ? { address, mac } : undefined;
    if (before?.address === after?.address && before?.mac === after?.mac) return [];
    if (before !== undefined) {
      this.records.delete(id);
      const ids = this.byAddress.get(before.address);
      ids?.delete(id);
      if (ids?.size === 0) this.byAddress.delete(before.address);
    }
    if (after !== undefined) {
      this.records.set(id, after);
      this.byAddress.set(after.address, (this.byAddress.get(after.address) ?? new Set()).add(id));
    }
    return [before?.address, after?.address].filter((one) => one !== undefined);
  }

  /** Undefined as well when the tables differ. */
  macOf(address: string): string | undefined {
    const ids = [...(this.byAddress.get(address) ?? [])];
    const macs = new Set(ids.map((id) => this.records.get(id)?.mac));
    return macs.size === 1 ? [...macs][0] : undefined;
  }
}

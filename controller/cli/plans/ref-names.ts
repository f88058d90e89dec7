/** Names for the references that fields hold: nobody knows a floor by its id. */
import { WaysideError } from '../../../shared/errors.ts';
import { formatRef, type Json } from '../../../shared/model/index.ts';
import type { ShownStep } from '../../../shared/wire/index.ts';
import { listRecords, nameOf } from '../inventory/records.ts';
import type { Shell } from '../shell.ts';

/** Floors that are looked up for one screen; others keep their reference. */
const FLOORS_MAX = 5000;
const FLOOR = /^[a-z0-9-]+\/floor\/[^/\s]+$/;

export type NameOfRef = (value: Json | undefined) => Json | undefined;

export class RefNames {
  private readonly shell: Shell;
  private readonly names = new Map<string, string>();
  private isRead = false;

  constructor(shell: Shell) {
    this.shell = shell;
  }

  /** Of these steps: floors by their names, those too that the plan itself makes. */
  async of(steps: readonly ShownStep[]): Promise<NameOfRef> {
    for (const { kind, key, name, site } of steps)
      if (kind === 'floor')
        this.names.set(key, name.startsWith(`${site}/`) ? name.slice(site.length + 1) : name);
    const isUnknown = (value: Json | undefined): boolean =>
      typeof value === 'string' && FLOOR.test(value) && !this.names.has(value);
    const isNeeded = steps.some(({ fields }) =>
      fields.some(({ before, after }) => isUnknown(before) || isUnknown(after)),
    );
    if (isNeeded && !this.isRead) await this.read();
    return (value) => (typeof value === 'string' ? (this.names.get(value) ?? value) : value);
  }

  private async read(): Promise<void> {
    this.isRead = true;
    try {
      const { records } = await listRecords(this.shell, { kind: 'floor', limit: FLOORS_MAX });
      for (const { view } of records) {
        const text = formatRef(view.ref);
        if (!this.names.has(text)) this.names.set(text, nameOf(view));
      }
    } catch (error) {
      // References tell it too, if not as well.
      if (WaysideError.from(error).code === 'CANCELLED') throw error;
    }
  }
}

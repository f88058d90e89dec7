/** Which steps on records wait for which: by their references, and by the site that they belong to. */
import {
  formatRef,
  type JsonObject,
  type Kind,
  kindSpec,
  type RecordRef,
} from '../../../shared/model/index.ts';

/** One record, from what it is to what it would be; `null`: not there. */
export interface Change {
  readonly ref: RecordRef;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  readonly token: string;
  /** Places of the operations that ask for it. */
  readonly operations: readonly number[];
}

/** All changes of a plan by what they are about and by what they point at. */
export class Changes {
  private readonly byRef: ReadonlyMap<string, Change>;
  /** Reference -> those that point at it, or stand at that site, and will not any more. */
  private readonly leaving = new Map<string, string[]>();

  constructor(changes: readonly Change[]) {
    this.byRef = new Map(changes.map((change) => [formatRef(change.ref), change]));
    for (const [text, { ref, before, after }] of this.byRef) {
      const stays = new Set(pointsAt(ref, after));
      for (const target of pointsAt(ref, before)) if (!stays.has(target)) this.leave(target, text);
    }
  }

  /** References that the record will hold to what another step makes. */
  refsOf({ ref, after }: Change): { field: string; id: string }[] {
    return refFields(ref.kind).flatMap((field) => {
      const target = after?.[field];
      return typeof target === 'string' && this.isMade(target) ? [{ field, id: target }] : [];
    });
  }

  /** Steps that come before it for any other reason. */
  needsOf({ ref, after }: Change): string[] {
    if (after === null) return this.leaving.get(formatRef(ref)) ?? [];
    // A source without its switch would be a thing that nobody asked for.
    const twin = ref.kind === 'source' ? [formatRef({ ...ref, kind: 'switch' })] : [];
    return [...siteOf(ref), ...twin].filter((text) => this.isMade(text));
  }

  private isMade(text: string): boolean {
    const change = this.byRef.get(text);
    return change?.before === null && change.after !== null;
  }

  private leave(target: string, text: string): void {
    const own = this.leaving.get(target) ?? [];
    this.leaving.set(target, own);
    own.push(text);
  }
}

/** Its site and all that its fields refer to. */
function pointsAt(ref: RecordRef, fields: JsonObject | null): readonly string[] {
  if (!fields) return [];
  const targets = refFields(ref.kind).flatMap((field) => fields[field] ?? []);
  return [...siteOf(ref), ...targets.filter((target) => typeof target === 'string')];
}

function siteOf(ref: RecordRef): string[] {
  return ref.kind === 'site' ? [] : [formatRef({ site: ref.site, kind: 'site', id: ref.site })];
}

/** Managed fields of the kind that hold a reference. */
function refFields(kind: Kind): readonly string[] {
  return Object.entries(kindSpec(kind).fields)
    .filter(([, spec]) => spec.type === 'ref' && spec.class === 'managed')
    .map(([name]) => name);
}

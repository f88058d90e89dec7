/**
 * The kinds of record only grow: stores, peers and old deltas hold what was once declared. The committed
 * snapshot remembers it; a new field enters by `npm run gen`, and nothing ever leaves or changes.
 */
import { byText, type Violation, violation } from '../tree.ts';

export const KINDS_SNAPSHOT = 'test/house/kinds.snapshot.json';

export interface FieldShape {
  readonly section: string;
  readonly class: string;
  readonly type: string;
}

export interface KindShape {
  readonly group: string;
  readonly fields: Readonly<Record<string, FieldShape>>;
}

export type KindsSnapshot = Readonly<Record<string, KindShape>>;

/** Whatever the snapshot holds must stand unchanged in `kinds`. */
export function checkKinds(snapshot: KindsSnapshot, kinds: KindsSnapshot): readonly Violation[] {
  const refuse = (message: string): Violation => violation('shared/model/kinds.ts', 1, message);
  const rule = 'kinds only grow, for stores and peers hold the old form';
  return Object.entries(snapshot).flatMap(([kind, old]) => {
    const now = kinds[kind];
    if (!now) return [refuse(`lost the kind ${kind}: ${rule}`)];
    const moved =
      now.group === old.group ? [] : [refuse(`moved ${kind} from ${old.group} to ${now.group}: ${rule}`)];
    const fields = Object.entries(old.fields).flatMap(([field, was]) => {
      const is = now.fields[field];
      if (!is) return [refuse(`lost ${kind}.${field}: ${rule}`)];
      const same = shapeText(is) === shapeText(was);
      return same
        ? []
        : [refuse(`changed ${kind}.${field} from ${shapeText(was)} to ${shapeText(is)}: ${rule}`)];
    });
    return [...moved, ...fields];
  });
}

/** The same section holds fields of one class, for it is versioned as one. */
export function checkSections(kinds: KindsSnapshot): readonly Violation[] {
  return Object.entries(kinds).flatMap(([kind, { fields }]) => {
    const classes = new Map<string, string>();
    return Object.entries(fields).flatMap(([field, shape]) => {
      const first = classes.get(shape.section) ?? shape.class;
      classes.set(shape.section, first);
      if (first === shape.class) return [];
      const message = `${kind}.${field} is ${shape.class} in section ${shape.section}, which is ${first}`;
      return [violation('shared/model/kinds.ts', 1, message)];
    });
  });
}

function shapeText({ section, class: fieldClass, type }: FieldShape): string {
  return `${section}/${fieldClass}/${type}`;
}

/** The snapshot with what is new; what is old stays as it was first written, so that a change cannot be generated away. */
export function mergeKinds(snapshot: KindsSnapshot, kinds: KindsSnapshot): KindsSnapshot {
  const merged: Record<string, KindShape> = { ...snapshot };
  for (const [kind, { group, fields }] of Object.entries(kinds)) {
    const shapes = Object.entries(fields).map(([name, { section, class: fieldClass, type }]) => [
      name,
      { section, class: fieldClass, type },
    ]);
    const old = snapshot[kind];
    merged[kind] = { group: old?.group ?? group, fields: { ...Object.fromEntries(shapes), ...old?.fields } };
  }
  return merged;
}

/** One field a line, in the order of the names, so that a change reads well. */
export function snapshotText(snapshot: KindsSnapshot): string {
  const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
    Object.entries(record).toSorted(([a], [b]) => byText(a, b));
  const kindLines = sorted(snapshot).map(([kind, { group, fields }]) => {
    const lines = sorted(fields).map(
      ([name, { section, class: fieldClass, type }]) =>
        `      "${name}": { "section": "${section}", "class": "${fieldClass}", "type": "${type}" }`,
    );
    return `  "${kind}": {\n    "group": "${group}",\n    "fields": {\n${lines.join(',\n')}\n    }\n  }`;
  });
  return `{\n${kindLines.join(',\n')}\n}\n`;
}

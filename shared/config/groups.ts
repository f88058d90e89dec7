/** A key that holds a list of groups of keys, such as `schedules`: every problem of every group, each with its place. */
import type { GroupProblem, KeySpec } from './key-spec.ts';
import { valueName } from './key-spec.ts';
import { nearestName } from './nearest.ts';
import { expectation, GROUPS_MAX, type PathBase, readValue } from './value.ts';

export type GroupsResult =
  | { readonly ok: true; readonly value: readonly object[] }
  | { readonly ok: false; readonly problems: readonly GroupProblem[] };

/** Text is taken for JSON: that is how flags and the environment say it. */
export function readGroups(spec: KeySpec, raw: unknown, base: PathBase): GroupsResult {
  const list = typeof raw === 'string' ? jsonOf(raw) : raw;
  if (!Array.isArray(list) || list.length > GROUPS_MAX)
    return { ok: false, problems: [{ path: '', message: `must be ${expectation(spec)}` }] };
  const problems: GroupProblem[] = [];
  const groups = list.map((group: unknown, at) =>
    readGroup(spec.items ?? {}, group, { base, tell: problemsAt(problems, `[${at}]`) }),
  );
  // What they say together can be judged only once each is right.
  if (problems.length === 0) problems.push(...(spec.check?.(groups) ?? []));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: groups };
}

type Tell = (key: string, message: string) => void;

function problemsAt(problems: GroupProblem[], prefix: string): Tell {
  return (key, message) => void problems.push({ path: key === '' ? prefix : `${prefix}.${key}`, message });
}

function readGroup(
  items: Readonly<Record<string, KeySpec>>,
  raw: unknown,
  { base, tell }: { readonly base: PathBase; readonly tell: Tell },
): object {
  const names = Object.keys(items);
  const group: Record<string, unknown> = {};
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    tell('', `must hold keys, such as "${names[0]}:"`);
    return group;
  }
  const given = new Map(Object.entries(raw).filter(([, value]) => value !== null));
  for (const name of given.keys()) {
    if (names.includes(name)) continue;
    const near = nearestName(name, names);
    tell(name, `is not one of its keys${near ? `; did you mean ${near}?` : `: ${names.join(', ')}`}`);
  }
  for (const [name, spec] of Object.entries(items)) {
    const value = given.get(name) ?? spec.default;
    if (value === undefined && spec.absent === undefined) tell(name, 'must be given');
    if (value === undefined) continue;
    const result = readValue(spec, value, base);
    if (result.ok) group[valueName(name, spec)] = result.value;
    else tell(name, result.message);
  }
  return group;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Flags and arguments that several commands share. */
import type { Noun } from '../inventory/noun.ts';
import type { ArgSpec, Call, FlagSpec, Flags } from '../spec.ts';

export const LIMIT_MAX = 1_000_000;
/** Of lists that only grow, such as jobs and changes. */
export const LIMIT_DEFAULT = 50;

export const siteFlag: FlagSpec = { name: 'site', value: 'SITE', doc: 'only of this site', complete: 'site' };
export const limitFlag: FlagSpec = { name: 'limit', value: 'N', doc: 'at most so many; 0 for all' };
/** Time travel. */
export const atFlag: FlagSpec = {
  name: 'at',
  value: 'TIME',
  doc: 'as it was then: 2026-11-20T10:00, or 2h for two hours ago',
};
export const filterFlag: FlagSpec = {
  name: 'filter',
  value: 'TERMS',
  doc: 'only those: "name=sw* -state=lost label.env:*"; all terms must hold',
};
export const orderByFlag: FlagSpec = {
  name: 'order-by',
  value: 'FIELDS',
  doc: 'by these fields, such as "site, name desc"',
};
/** Of every `ls`. */
export const arrangeFlags: readonly FlagSpec[] = [filterFlag, orderByFlag];

/** With the fields that the shell offers. */
export function arrangeFlagsOf(names: readonly string[]): readonly FlagSpec[] {
  return [
    { ...filterFlag, suggest: names.map((name) => `${name}=`) },
    { ...orderByFlag, suggest: names },
  ];
}

export interface Arrangement {
  readonly filter: string;
  readonly orderBy: string;
}

/** As the API takes it, which also checks it. */
export function arrangement(flags: Flags): Arrangement {
  return { filter: flags.text('filter') ?? '', orderBy: flags.text('order-by') ?? '' };
}

export const dryRunFlag: FlagSpec = { name: 'dry-run', doc: 'check everything, change nothing' };

/** What `--dry-run` adds to a request, and the words for what is done, or would be: `added`, `would be added`. */
export function trial({ flags }: Pick<Call, 'flags'>): {
  readonly only: { readonly validateOnly?: true };
  readonly words: (done: string) => string;
} {
  if (!flags.on('dry-run')) return { only: {}, words: (done) => done };
  return { only: { validateOnly: true }, words: (done) => `would be ${done}` };
}

export const whyFlag: FlagSpec = { name: 'why', value: 'TEXT', doc: 'reason, kept in the history' };
export const detachFlag: FlagSpec = { name: 'detach', doc: 'print the id of the job and do not wait' };

/** Epoch milliseconds of `--at`. Errors: INVALID_INPUT. */
export async function atTime({ shell, flags }: Call): Promise<number | undefined> {
  const text = flags.text('at');
  if (text === undefined) return undefined;
  const { givenTime } = await import('../given-time.ts');
  return givenTime(text, 'at', await shell.reader());
}

/** Said by every command that waits for a job. */
export const waitNote = 'Ctrl-C leaves the job to itself; a second Ctrl-C at once cancels it.';

export function nameArgument(noun: Noun): ArgSpec {
  const doc = noun.kind === 'site' ? 'short name of the site' : 'NAME, SITE/NAME or reference';
  return { name: 'NAME', doc, complete: noun.kind };
}

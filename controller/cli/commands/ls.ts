/** `ls` and `get` of the nouns, once or with `--watch`. */
import { WaysideError } from '../../../shared/errors.ts';
import { LABEL_PREFIX } from '../../../shared/model/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { arranger, fieldNames } from '../inventory/arrange.ts';
import { stateOf } from '../inventory/columns.ts';
import type { Noun, Thing } from '../inventory/noun.ts';
import { checkedSite, requireSite } from '../inventory/records.ts';
import { findThing, listThings, shownJson, thingsJson } from '../inventory/things.ts';
import { type WatchWish, watchThings } from '../inventory/watch.ts';
import { printDetails } from '../output/details.ts';
import { printListing } from '../output/listing.ts';
import type { Shell } from '../shell.ts';
import { argument, type CommandSpec, type FlagSpec, numberFlag } from '../spec.ts';
import {
  type Arrangement,
  arrangeFlagsOf,
  arrangement,
  atFlag,
  atTime,
  LIMIT_MAX,
  limitFlag,
  nameArgument,
  siteFlag,
} from './flags.ts';

export function lsCommand(noun: Noun): CommandSpec {
  const ofSite = noun.kind === 'site' ? [] : [siteFlag];
  const ofFloor: FlagSpec[] =
    noun.kind === 'switch'
      ? [{ name: 'floor', value: 'FLOOR', doc: 'only of this floor', complete: 'floor' }]
      : [];
  const example = noun.kind === 'site' ? '' : ' --site ams1';
  return {
    path: [noun.kind, 'ls'],
    summary: `list ${noun.plural}`,
    examples: [
      [`wayside ${noun.kind} ls${example}`, `the ${noun.plural}${example ? ' of one site' : ''}`],
      [`wayside ${noun.kind} ls -o csv > ${noun.plural}.csv`, `in the form that ${noun.kind} import reads`],
      [
        `wayside ${noun.kind} ls --filter "name=a* -description:*" --order-by "name desc"`,
        'some, in your order',
      ],
      [`wayside ${noun.kind} ls --watch`, 'stay and print what changes'],
    ],
    flags: [...ofSite, ...ofFloor, labelFlag, ...arrangeFlagsOf(fieldNames(noun)), limitFlag, atFlag],
    watches: true,
    async run(call) {
      const { shell, flags } = call;
      const wish: Wish = {
        ...{ atMs: await atTime(call), site: flags.text('site'), floor: flags.text('floor') },
        limit: numberFlag(flags, 'limit', { min: 0, max: LIMIT_MAX }) ?? 0,
        match: labelFilter(flags.text('label')),
        ...arrangement(flags),
      };
      if (wish.site !== undefined) checkedSite(wish.site);
      if (shell.watch) {
        const watched = watchWish(noun, wish);
        await requireSite(shell, wish.site);
        return watchThings(shell, noun, watched);
      }
      const { rows, more } = await wantedThings(shell, noun, wish);
      if (rows.length === 0) await requireSite(shell, wish.site, wish.atMs);
      const api = await shell.api();
      await printListing(shell, noun.listing, { rows, json: () => thingsJson(api, noun, rows) });
      const unwell = unwellText(rows);
      if (unwell !== '' && shell.settings.output === 'table') shell.note(`${unwell}; -o wide shows why`);
      if (more) shell.note(`only the first ${wish.limit}; --limit 0 lists all`);
      return exitCodes.done;
    },
  };
}

interface Wish extends Arrangement {
  readonly site: string | undefined;
  readonly floor: string | undefined;
  readonly atMs: number | undefined;
  /** 0: all. */
  readonly limit: number;
  readonly match: Readonly<Record<string, string>>;
}

/** Errors: INVALID_INPUT for what only a list can do. */
function watchWish(noun: Noun, { site, floor, atMs, match, ...wish }: Wish): WatchWish {
  if (atMs !== undefined) throw badInput('--watch shows what changes from now on, --at what was: give one');
  if (wish.orderBy !== '') throw badInput('--watch shows what changes as it comes: leave --order-by away');
  const arranged = arranger(noun, wish);
  return {
    site,
    wanted: (thing) => isOf(floor, thing) && hasFields(thing, match) && arranged.wanted(thing),
  };
}

/** By the controller where it can; else all are read, and put in order and cut here. */
async function wantedThings(
  shell: Shell,
  noun: Noun,
  { site, floor, atMs, limit, match, ...wish }: Wish,
): Promise<{ rows: readonly Thing[]; more: boolean }> {
  const arranged = arranger(noun, wish);
  if (!arranged.isLocal && floor === undefined) {
    const list = await listThings(shell, noun, { site, match, atMs, limit: limit || undefined, ...wish });
    return { rows: list.things, more: list.more };
  }
  const { things } = await listThings(shell, noun, { site, match, atMs });
  const found = arranged.arrange(things.filter((thing) => isOf(floor, thing)));
  const rows = limit === 0 ? found : found.slice(0, limit);
  return { rows, more: rows.length < found.length };
}

function isOf(floor: string | undefined, thing: Thing): boolean {
  return floor === undefined || thing.floor === floor;
}

function badInput(message: string): WaysideError {
  return new WaysideError('INVALID_INPUT', message);
}

const labelFlag: FlagSpec = { name: 'label', value: 'KEY=VALUE', doc: 'only those with this label' };

function labelFilter(text: string | undefined): Readonly<Record<string, string>> {
  if (text === undefined) return {};
  const at = text.indexOf('=');
  if (at > 0) return { [`${LABEL_PREFIX}${text.slice(0, at)}`]: text.slice(at + 1) };
  throw new WaysideError('INVALID_INPUT', `--label must be KEY=VALUE, not "${text}"`);
}

/** In any case, as the API compares; a watch filters here alone. */
function hasFields({ view }: Thing, filter: Readonly<Record<string, string>>): boolean {
  return Object.entries(filter).every(
    ([name, value]) => String(view.fields[name] ?? '').toLowerCase() === value.toLowerCase(),
  );
}

/** `2 stale, 1 partial` */
function unwellText(rows: readonly Thing[]): string {
  const states = rows.map(stateOf);
  return (['stale', 'partial'] as const)
    .map((wanted) => ({ wanted, count: states.filter((state) => state === wanted).length }))
    .filter(({ count }) => count > 0)
    .map(({ wanted, count }) => `${count} ${wanted}`)
    .join(', ');
}

export function getCommand(noun: Noun): CommandSpec {
  const name = noun.kind === 'site' ? 'ams1' : 'ams1-f2-sw03';
  return {
    path: [noun.kind, 'get'],
    summary: `show one ${noun.kind} in full`,
    examples: [
      [`wayside ${noun.kind} get ${name}`, 'by its name'],
      [`wayside ${noun.kind} get ${name} -o json`, 'as the API gives it'],
      [`wayside ${noun.kind} get ${name} --at 2026-11-20T10:00`, 'as it was then'],
    ],
    args: [nameArgument(noun)],
    flags: noun.kind === 'site' ? [atFlag] : [siteFlag, atFlag],
    async run(call) {
      const { shell, flags } = call;
      const wanted = { name: argument(call, 0), site: flags.text('site'), atMs: await atTime(call) };
      const thing = await findThing(shell, noun, wanted);
      if (thing.view.deleted)
        throw new WaysideError('NOT_FOUND', `${noun.kind} ${argument(call, 0)} was deleted`);
      const api = await shell.api();
      const reader = await shell.reader();
      await printDetails(shell, {
        spec: noun.listing,
        row: thing,
        facts: () => noun.facts(thing, reader),
        json: () => shownJson(api, noun, thing),
      });
      return exitCodes.done;
    },
  };
}

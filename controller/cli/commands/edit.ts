/** `add`, `edit` and `rm` of the nouns: each is one write, all or nothing, and takes `--dry-run`. */
import { WaysideError } from '../../../shared/errors.ts';
import { formatRef, type Json } from '../../../shared/model/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { FieldValues, Noun, Thing } from '../inventory/noun.ts';
import { nouns } from '../inventory/nouns.ts';
import { checkedSite, findRecord, held, qualifiedName, textField } from '../inventory/records.ts';
import { alone, findThing, joiner, thingJson } from '../inventory/things.ts';
import { parseValue, valueProblems } from '../inventory/values.ts';
import {
  createOperations,
  deleteOperations,
  type Operation,
  updateOperations,
  type WriteAnswer,
  writeRecords,
} from '../inventory/write.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { escapeText } from '../output/escape.ts';
import { confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { argument, type Call, type CommandSpec, type FlagSpec, type Flags, requiredFlag } from '../spec.ts';
import { nameArgument, siteFlag } from './ls.ts';

export const dryRunFlag: FlagSpec = { name: 'dry-run', doc: 'check everything, change nothing' };
export const whyFlag: FlagSpec = { name: 'why', value: 'TEXT', doc: 'reason, kept in the history' };

/** Flags that read better than `--enabled false`. */
const SWITCHES: readonly (readonly [flag: string, doc: string, value: boolean])[] = [
  ['enable', 'let jobs read it again', true],
  ['disable', 'let no job read it', false],
];

export function addCommand(noun: Noun): CommandSpec {
  const ofSite = noun.kind !== 'site';
  return {
    path: [noun.kind, 'add'],
    summary: `add a ${noun.kind}`,
    examples: [
      [addExample[noun.kind], ''],
      [`${addExample[noun.kind]} --dry-run`, 'only check it'],
    ],
    args: [{ name: 'NAME', doc: ofSite ? 'name within the site' : 'short name: letters, digits, dashes' }],
    flags: [
      ...(ofSite ? [{ ...siteFlag, doc: 'site that it belongs to (required)' }] : []),
      ...fieldFlags(noun),
      ...(hasEnabled(noun) ? [{ name: 'disabled', doc: 'let no job read it yet' }] : []),
      whyFlag,
      dryRunFlag,
    ],
    async run(call) {
      const { shell, flags } = call;
      const name = argument(call, 0);
      const site = ofSite ? checkedSite(requiredFlag(flags, 'site')) : name;
      const values = new Map([...givenValues(noun, flags), ...(flags.on('disabled') ? DISABLED : [])]);
      if (ofSite || !values.has('name')) values.set('name', name);
      const made = nounOf(noun, String(values.get('driver') ?? ''));
      refuse(valueProblems(made, values, 'create'));
      const { clock, random } = await shell.tools();
      const { newId } = await import('../../../shared/runtime/index.ts');
      const id = ofSite ? newId(clock, random) : site;
      const operations = createOperations(made, { site, id }, await withFloor(shell, site, values));
      return finish(call, { noun: made, operations, verb: 'added', what: ofSite ? `${site}/${name}` : name });
    },
  };
}

const addExample: Readonly<Record<Noun['kind'], string>> = {
  site: 'wayside site add ams1 --name "Amsterdam 1"',
  floor: 'wayside floor add f2 --site ams1',
  switch: 'wayside switch add ams1-f2-sw03 --site ams1 --floor f2 --address 10.1.2.3 --credential campus',
  source:
    'wayside source add ams1-f2-sw03 --site ams1 --driver switch --address 10.1.2.3 --credential campus',
};

const DISABLED: readonly (readonly [string, Json])[] = [['enabled', false]];

export function editCommand(noun: Noun): CommandSpec {
  const example = noun.fields.some(({ name }) => name === 'address')
    ? '--address 10.1.2.4'
    : '--description "east wing"';
  return {
    path: [noun.kind, 'edit'],
    summary: `change a ${noun.kind}; an empty value takes a field away`,
    examples: [
      [`wayside ${noun.kind} edit NAME ${example}`, ''],
      [`wayside ${noun.kind} edit NAME --description ""`, 'take the description away'],
    ],
    args: [nameArgument(noun)],
    flags: [
      ...(noun.kind === 'site' ? [] : [siteFlag, { name: 'name', value: 'NAME', doc: 'new name' }]),
      ...fieldFlags(noun),
      ...(hasEnabled(noun) ? SWITCHES.map(([name, doc]) => ({ name, doc })) : []),
      whyFlag,
      dryRunFlag,
    ],
    async run(call) {
      const { shell, flags } = call;
      const found = await findThing(shell, noun, { name: argument(call, 0), site: flags.text('site') });
      const values = givenValues(noun, flags);
      for (const [flag, , enabled] of SWITCHES) if (flags.on(flag)) values.set('enabled', enabled);
      if (values.size === 0) throw new WaysideError('INVALID_INPUT', 'nothing to change was given');
      const { noun: edited, thing } = await whole(shell, noun, found);
      refuse(valueProblems(edited, values, 'update'));
      const wanted = await withFloor(shell, thing.view.ref.site, values);
      const operations = updateOperations(edited, { thing }, wanted);
      const what = qualifiedName(thing.view);
      if (operations.length === 0) {
        shell.note(`${noun.kind} ${what} is already so`);
        return exitCodes.done;
      }
      return finish(call, { noun: edited, operations, verb: 'changed', what });
    },
  };
}

export function rmCommand(noun: Noun): CommandSpec {
  return {
    path: [noun.kind, 'rm'],
    summary: `remove ${noun.plural}`,
    examples: [
      [
        `wayside ${noun.kind} rm ${noun.kind === 'site' ? 'ams1' : 'ams1/ams1-f2-sw03'}`,
        'asks before it does',
      ],
      [`wayside ${noun.kind} rm NAME --yes`, 'in scripts'],
    ],
    args: [{ ...nameArgument(noun), many: true }],
    flags: [
      ...(noun.kind === 'site' ? [] : [siteFlag]),
      { name: 'yes', short: 'y', doc: 'do not ask' },
      whyFlag,
      dryRunFlag,
    ],
    async run(call) {
      const { shell, args, flags } = call;
      const site = flags.text('site');
      const found: { noun: Noun; thing: Thing }[] = [];
      for (const name of args)
        found.push(await whole(shell, noun, await findThing(shell, noun, { name, site })));
      const what = found.map(({ thing }) => qualifiedName(thing.view)).join(' ');
      if (!flags.on('dry-run')) await confirm(shell, `Remove ${noun.kind} ${what}?`, flags.on('yes'));
      const operations = found.flatMap((one) => deleteOperations(one.noun, one.thing));
      return finish(call, { noun, operations, verb: 'removed', what });
    },
  };
}

/** A source that is read as a switch is edited and removed together with its switch: they are one thing. */
async function whole(shell: Shell, noun: Noun, thing: Thing): Promise<{ noun: Noun; thing: Thing }> {
  if (noun.kind !== 'source' || nounOf(noun, textField(thing.view, 'driver')) === noun)
    return { noun, thing };
  const { site, id } = thing.view.ref;
  try {
    return {
      noun: nouns.switch,
      thing: await findThing(shell, nouns.switch, { name: `${site}/switch/${id}` }),
    };
  } catch (error) {
    if (error instanceof WaysideError && error.code === 'NOT_FOUND') return { noun, thing };
    throw error;
  }
}

function nounOf(noun: Noun, driver: string): Noun {
  return noun.kind === 'source' && driver === 'switch' ? nouns.switch : noun;
}

function fieldFlags(noun: Noun): readonly FlagSpec[] {
  return noun.fields
    .filter(({ type }) => type !== 'boolean')
    .map(({ name, value, doc, type }) => ({
      name,
      value,
      doc,
      ...(type === 'floor' ? { complete: 'floor' as const } : {}),
    }));
}

function hasEnabled(noun: Noun): boolean {
  return noun.fields.some(({ name }) => name === 'enabled');
}

function givenValues(noun: Noun, flags: Flags): Map<string, Json> {
  const values = new Map<string, Json>();
  const name = flags.text('name');
  if (name !== undefined) values.set('name', name);
  for (const field of noun.fields) {
    const text = flags.text(field.name);
    if (text === undefined) continue;
    const parsed = parseValue(field, text);
    if (!parsed.ok) throw new WaysideError('INVALID_INPUT', `--${field.name} ${parsed.message}`);
    values.set(field.name, parsed.value);
  }
  return values;
}

function refuse(problems: readonly { readonly field: string; readonly message: string }[]): void {
  if (problems.length === 0) return;
  const violations = problems.map(({ field, message }) => ({ field: `--${field}`, message }));
  throw new WaysideError('INVALID_INPUT', 'nothing was changed', { violations });
}

/** Turns the name of the floor into a reference. */
async function withFloor(shell: Shell, site: string, values: FieldValues): Promise<FieldValues> {
  const floor = values.get('floor');
  if (typeof floor !== 'string') return values;
  try {
    const { view } = await findRecord(shell, { kind: 'floor', name: floor, site });
    return new Map([...values, ['floor', formatRef(view.ref)]]);
  } catch (error) {
    if (!(error instanceof WaysideError) || error.code !== 'NOT_FOUND') throw error;
    throw new WaysideError('NOT_FOUND', `site ${site} has no floor "${floor}"`, {
      hint: `wayside floor add ${floor} --site ${site}`,
      cause: error,
    });
  }
}

interface Finish {
  readonly noun: Noun;
  readonly operations: readonly Operation[];
  readonly verb: string;
  readonly what: string;
}

async function finish({ shell, flags }: Call, { noun, operations, verb, what }: Finish): Promise<ExitCode> {
  const dryRun = flags.on('dry-run');
  const why = flags.text('why') ?? '';
  const answer = await writeRecords(shell, operations, { why, dryRun });
  await printWritten(shell, noun, {
    answer,
    text: `${noun.kind} ${what} ${dryRun ? `would be ${verb}` : verb}`,
  });
  return exitCodes.done;
}

/** JSON and YAML show what was written; the other forms say it in a line. */
async function printWritten(
  shell: Shell,
  noun: Noun,
  { answer, text }: { readonly answer: WriteAnswer; readonly text: string },
): Promise<void> {
  const { output } = shell.settings;
  const written = answer.records.map(held);
  const main = written.find(({ view }) => view.ref.kind === noun.kind);
  if (output === 'name')
    return shell.out(
      `${written
        .map(({ view }) => qualifiedName(view))
        .filter(isFirst)
        .join('\n')}\n`,
    );
  if (output !== 'json' && output !== 'yaml') return shell.out(`${escapeText(text)}\n`);
  const api = await shell.api();
  const sources = written.filter(({ view }) => view.ref.kind === 'source');
  const single = main && written.length === noun.parts.length;
  const json = single
    ? thingJson(api, noun, noun.kind === 'switch' ? joiner(sources, [])(main) : alone(main))
    : api.toJson('wayside.v1.WriteRecordsResponse', answer);
  shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
}

function isFirst(text: string, at: number, all: readonly string[]): boolean {
  return all.indexOf(text) === at;
}

/** `label` and `note`: what people say of any record, also of those that agents report. */
import { WaysideError } from '../../../shared/errors.ts';
import {
  fieldProblems,
  isKind,
  type JsonObject,
  type Kind,
  kindNames,
  labelsOf,
  NOTE_PREFIX,
  notesOf,
} from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { structToWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { labelSetting, newNote } from '../inventory/labels.ts';
import { findRecord, type Held, held, qualifiedName } from '../inventory/records.ts';
import { writeRecords } from '../inventory/write.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { tellUndo } from '../plans/end.ts';
import { argument, type Call, type CommandSpec } from '../spec.ts';
import { dryRunFlag, siteFlag, whyFlag } from './flags.ts';

const RECORD_ARGS = [
  { name: 'KIND', doc: kindNames.join(', '), complete: 'kind' },
  { name: 'NAME', doc: 'NAME, SITE/NAME or reference', complete: 'switch' },
] as const;

export const labelCommand: CommandSpec = {
  path: ['label'],
  summary: 'show, set and take away labels of any record',
  examples: [
    ['wayside label switch ams1-f2-sw03 env=prod owner=net', 'set two'],
    ['wayside label switch ams1-f2-sw03 env-', 'take one away'],
    ['wayside label port ams1/port/01hx3k9', 'show those it has'],
  ],
  args: [
    ...RECORD_ARGS,
    { name: 'SETTING', doc: 'KEY=VALUE sets a label, KEY- takes it away', optional: true, many: true },
  ],
  flags: [siteFlag, whyFlag, dryRunFlag],
  async run(call) {
    const found = await named(call);
    const settings = call.args.slice(RECORD_ARGS.length);
    if (settings.length === 0) return show(call, found, pairs(labelsOf(found.view.fields)));
    const fields = Object.fromEntries(settings.map(labelSetting));
    return change(call, found, { fields, lines: (after) => pairs(labelsOf(after.view.fields)) });
  },
};

export const noteCommand: CommandSpec = {
  path: ['note'],
  summary: 'show, add and take away notes of any record',
  examples: [
    ['wayside note switch ams1-f2-sw03 "new fan ordered"', 'add one; those of others stay'],
    ['wayside note switch ams1-f2-sw03', 'show them with their ids'],
    ['wayside note switch ams1-f2-sw03 --rm 01hx3k9', 'take one away'],
  ],
  args: [...RECORD_ARGS, { name: 'TEXT', doc: 'what there is to say', optional: true }],
  flags: [siteFlag, { name: 'rm', value: 'ID', doc: 'take this note away' }, whyFlag, dryRunFlag],
  async run(call) {
    const text = call.args[RECORD_ARGS.length];
    const id = call.flags.text('rm');
    if (text !== undefined && id !== undefined)
      throw new WaysideError('INVALID_INPUT', 'give TEXT or --rm, not both');
    const found = await named(call);
    const notes = notesOf(found.view.fields);
    if (text === undefined && id === undefined) return show(call, found, texts(notes));
    if (id !== undefined && !notes.has(id)) {
      throw new WaysideError('NOT_FOUND', `${qualifiedName(found.view)} has no note "${id}"`, {
        hint: 'Without --rm the command shows the notes with their ids',
      });
    }
    const field = id === undefined ? await newNote(call.shell) : `${NOTE_PREFIX}${id}`;
    const fields = { [field]: text ?? null };
    return change(call, found, { fields, lines: (after) => texts(notesOf(after.view.fields)) });
  },
};

async function named(call: Call): Promise<Held> {
  const kind = kindOf(argument(call, 0));
  return findRecord(call.shell, { kind, name: argument(call, 1), site: call.flags.text('site') });
}

function kindOf(text: string): Kind {
  if (isKind(text)) return text;
  throw new WaysideError('INVALID_INPUT', `"${text}" is not a kind of record`, {
    hint: `Kinds: ${kindNames.join(', ')}`,
  });
}

interface Change {
  readonly fields: JsonObject;
  readonly lines: (after: Held) => readonly string[];
}

/** Without an etag: each label and note is a field of its own, so nothing of anybody else is overwritten. */
async function change(call: Call, { view }: Held, { fields, lines }: Change): Promise<ExitCode> {
  const { shell, flags } = call;
  const violations = fieldProblems(view.ref.kind, fields, '');
  if (violations.length > 0) throw new WaysideError('INVALID_INPUT', 'nothing was changed', { violations });
  const update = { ref: { ...view.ref }, fields: structToWire(fields) };
  const wish = { why: flags.text('why') ?? '', dryRun: flags.on('dry-run') };
  const { records, changeSet } = await writeRecords(shell, [{ wire: { update }, label: '' }], wish);
  const after = records.map(held)[0];
  if (!after) return exitCodes.done;
  const code = await show(call, after, lines(after));
  // What was so already is no change set.
  if (!wish.dryRun && after.view.etag !== view.etag) tellUndo(shell, changeSet);
  return code;
}

/** JSON and YAML show the record, the other forms a line each. */
async function show({ shell }: Call, { message }: Held, lines: readonly string[]): Promise<ExitCode> {
  const { output } = shell.settings;
  if (output === 'json' || output === 'yaml') {
    const json = (await shell.api()).toJson('wayside.v1.Record', message);
    shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
  } else {
    for (const line of lines) shell.out(`${escapeText(line)}\n`);
    if (lines.length === 0) shell.note('there are none');
  }
  return exitCodes.done;
}

function pairs(labels: ReadonlyMap<string, string>): readonly string[] {
  return [...labels].map(([key, value]) => `${key}=${value}`);
}

function texts(notes: ReadonlyMap<string, string>): readonly string[] {
  return [...notes].map(([id, text]) => `${id} ${text}`);
}

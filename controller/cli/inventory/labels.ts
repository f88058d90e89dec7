/** Labels and notes as people type them, in `label`, `note` and `edit`. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import {
  fieldProblems,
  isLabel,
  type JsonObject,
  type Kind,
  LABEL_PREFIX,
  NOTE_PREFIX,
} from '../../../shared/model/index.ts';
import { newId } from '../../../shared/runtime/index.ts';
import type { Shell } from '../shell.ts';
import type { Call, FlagSpec } from '../spec.ts';

/** Of every `edit` of a record. */
export const labelFlags: readonly FlagSpec[] = [
  {
    name: 'label',
    value: 'SETTING',
    doc: 'KEY=VALUE sets a label, KEY- takes it away; may be repeated',
    many: true,
  },
  { name: 'note', value: 'TEXT', doc: 'add a note; those of others stay' },
];

/** Fields of `--label` and `--note`. Error: INVALID_INPUT for a label that is neither. */
export async function givenLabels({ shell, flags }: Call): Promise<JsonObject> {
  const note = flags.text('note');
  return {
    ...Object.fromEntries(flags.all('label').map(labelSetting)),
    ...(note === undefined ? {} : { [await newNote(shell)]: note }),
  };
}

/** Problems as `refuse` tells them, of the flag that they came by. */
export function labelProblems(kind: Kind, labels: JsonObject): readonly FieldViolation[] {
  return fieldProblems(kind, labels, '').map(({ field, message }) =>
    isLabel(field)
      ? { field: 'label', message: `${field.slice(LABEL_PREFIX.length)}: ${message}` }
      : { field: 'note', message },
  );
}

/** `key=value` or `key-`. */
export function labelSetting(text: string): [field: string, value: string | null] {
  const at = text.indexOf('=');
  if (at > 0) return [`${LABEL_PREFIX}${text.slice(0, at)}`, text.slice(at + 1)];
  if (at < 0 && text.length > 1 && text.endsWith('-')) return [`${LABEL_PREFIX}${text.slice(0, -1)}`, null];
  throw new WaysideError('INVALID_INPUT', `"${text}" is neither KEY=VALUE nor KEY-`);
}

/** Field of a note that nobody else writes. */
export async function newNote(shell: Shell): Promise<string> {
  const { clock, random } = await shell.tools();
  return `${NOTE_PREFIX}${newId(clock, random)}`;
}

/** What the flags of `add` and `edit` say of a thing, and the records that it is made of. */
import { type FieldViolation, WaysideError } from '../../../shared/errors.ts';
import { formatRef, type Json } from '../../../shared/model/index.ts';
import type { Shell } from '../shell.ts';
import type { FlagSpec, Flags } from '../spec.ts';
import type { FieldValues, Noun, Thing } from './noun.ts';
import { nouns } from './nouns.ts';
import { findRecord, textField } from './records.ts';
import { findThing } from './things.ts';
import { parseValue } from './values.ts';

/** A flag for each field; whether it is enabled has flags of its own. */
export function fieldFlags(noun: Noun): readonly FlagSpec[] {
  return noun.fields
    .filter(({ type }) => type !== 'boolean')
    .map(({ name, value, doc, type }) => ({
      name,
      value,
      doc,
      ...(type === 'floor' ? { complete: 'floor' as const } : {}),
    }));
}

export function hasEnabled(noun: Noun): boolean {
  return noun.fields.some(({ name }) => name === 'enabled');
}

/** Errors: INVALID_INPUT for a value of the wrong form. */
export function givenValues(noun: Noun, flags: Flags): Map<string, Json> {
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

/** Errors: INVALID_INPUT with all problems, each named after its flag. */
export function refuse(problems: readonly FieldViolation[]): void {
  if (problems.length === 0) return;
  const violations = problems.map(({ field, message }) => ({
    field: field === 'NAME' ? field : `--${field}`,
    message,
  }));
  throw new WaysideError('INVALID_INPUT', 'nothing was changed', { violations });
}

/** Turns the name of the floor into a reference. */
export async function withFloor(shell: Shell, site: string, values: FieldValues): Promise<FieldValues> {
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

/** A source that is read as a switch is edited and removed together with its switch: they are one thing. */
export async function wholeThing(
  shell: Shell,
  noun: Noun,
  thing: Thing,
): Promise<{ noun: Noun; thing: Thing }> {
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

/** A source that is read as a switch is a switch. */
export function nounOf(noun: Noun, driver: string): Noun {
  return noun.kind === 'source' && driver === 'switch' ? nouns.switch : noun;
}

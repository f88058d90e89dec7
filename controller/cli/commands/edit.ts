/** `edit` of the nouns: only what is given changes. */
import { WaysideError } from '../../../shared/errors.ts';
import { fieldFlags, givenValues, hasEnabled, refuse, wholeThing, withFloor } from '../inventory/given.ts';
import { givenLabels, labelFlags, labelProblems } from '../inventory/labels.ts';
import type { Noun } from '../inventory/noun.ts';
import { qualifiedName } from '../inventory/records.ts';
import { findThing } from '../inventory/things.ts';
import { valueProblems } from '../inventory/values.ts';
import { updateOperations } from '../inventory/write.ts';
import { applyEdit, tellSame } from '../plans/edit.ts';
import { allowFlag } from '../plans/wish.ts';
import { argument, type CommandSpec } from '../spec.ts';
import { dryRunFlag, nameArgument, siteFlag, whyFlag } from './flags.ts';

/** Flags that read better than `--enabled false`. */
const SWITCHES: readonly (readonly [flag: string, doc: string, value: boolean])[] = [
  ['enable', 'let jobs read it again', true],
  ['disable', 'let no job read it', false],
];

export function editCommand(noun: Noun): CommandSpec {
  const example = noun.fields.some(({ name }) => name === 'address')
    ? '--address 10.1.2.4'
    : '--description "east wing"';
  const optional = noun.fields.at(-1)?.type === 'text' ? noun.fields.at(-1)?.name : 'platform';
  return {
    path: [noun.kind, 'edit'],
    summary: `change a ${noun.kind}; an empty value takes a field away`,
    examples: [
      [`wayside ${noun.kind} edit NAME ${example}`, ''],
      [`wayside ${noun.kind} edit NAME --${optional} ""`, `take the ${optional} away`],
      [`wayside ${noun.kind} edit NAME --label env=prod --label owner- --note "moved"`, ''],
    ],
    args: [nameArgument(noun)],
    flags: [
      ...(noun.kind === 'site' ? [] : [siteFlag, { name: 'name', value: 'NAME', doc: 'new name' }]),
      ...fieldFlags(noun),
      ...(hasEnabled(noun) ? SWITCHES.map(([name, doc]) => ({ name, doc })) : []),
      ...labelFlags,
      allowFlag,
      whyFlag,
      dryRunFlag,
    ],
    async run(call) {
      const { shell, flags } = call;
      const found = await findThing(shell, noun, { name: argument(call, 0), site: flags.text('site') });
      const values = givenValues(noun, flags);
      for (const [flag, , enabled] of SWITCHES) if (flags.on(flag)) values.set('enabled', enabled);
      const labels = await givenLabels(call);
      if (values.size === 0 && Object.keys(labels).length === 0)
        throw new WaysideError('INVALID_INPUT', 'nothing to change was given');
      const { noun: edited, thing } = await wholeThing(shell, noun, found);
      refuse([...valueProblems(edited, values, 'update'), ...labelProblems(noun.kind, labels)]);
      const wanted = await withFloor(shell, thing.view.ref.site, values);
      const operations = updateOperations(
        edited,
        { thing, labels: { kind: noun.kind, fields: labels } },
        wanted,
      );
      const what = qualifiedName(thing.view);
      if (operations.length === 0) {
        const { message, sourceMessage } = thing;
        const parts = edited.parts.length > 1 && sourceMessage ? [sourceMessage] : [];
        return tellSame(shell, edited, { what, records: [message, ...parts] });
      }
      return applyEdit(call, { noun: edited, operations, verb: 'changed', what });
    },
  };
}

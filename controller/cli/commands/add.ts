/** `add` of the nouns. */
import { type Json, siteIdProblem } from '../../../shared/model/index.ts';
import { fieldFlags, givenValues, hasEnabled, nounOf, refuse, withFloor } from '../inventory/given.ts';
import type { Noun } from '../inventory/noun.ts';
import { checkedSite } from '../inventory/records.ts';
import { valueProblems } from '../inventory/values.ts';
import { createOperations } from '../inventory/write.ts';
import { writeEdit } from '../inventory/written.ts';
import { argument, type CommandSpec, requiredFlag } from '../spec.ts';
import { dryRunFlag, siteFlag, whyFlag } from './flags.ts';

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
      const wrongSite = ofSite ? undefined : siteIdProblem(name);
      refuse([
        ...(wrongSite ? [{ field: 'NAME', message: wrongSite }] : []),
        // The name of a site is a flag; of everything else it is the argument.
        ...valueProblems(made, values, 'create').map((problem) =>
          ofSite && problem.field === 'name' ? { ...problem, field: 'NAME' } : problem,
        ),
      ]);
      const { clock, random } = await shell.tools();
      const { newId } = await import('../../../shared/runtime/index.ts');
      const id = ofSite ? newId(clock, random) : site;
      const operations = createOperations(made, { site, id }, await withFloor(shell, site, values));
      return writeEdit(call, {
        noun: made,
        operations,
        verb: 'added',
        what: ofSite ? `${site}/${name}` : name,
      });
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

/** `rm` of the nouns: asks on a terminal, needs `--yes` elsewhere. */
import { formatRef } from '../../../shared/model/index.ts';
import { wholeThing } from '../inventory/given.ts';
import type { Noun, Thing } from '../inventory/noun.ts';
import { qualifiedName } from '../inventory/records.ts';
import { findThing } from '../inventory/things.ts';
import { deleteOperations } from '../inventory/write.ts';
import { applyRemoval, removedText } from '../plans/remove.ts';
import { allowFlag, confirmFlag, yesFlag } from '../plans/wish.ts';
import { confirm } from '../prompt.ts';
import type { CommandSpec } from '../spec.ts';
import { dryRunFlag, nameArgument, siteFlag, whyFlag } from './flags.ts';

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
      yesFlag,
      allowFlag,
      confirmFlag,
      whyFlag,
      dryRunFlag,
    ],
    async run(call) {
      const { shell, args, flags } = call;
      const site = flags.text('site');
      const found: { noun: Noun; thing: Thing }[] = [];
      for (const name of args)
        found.push(await wholeThing(shell, noun, await findThing(shell, noun, { name, site })));
      // A name that is given twice is one thing.
      const names = [...new Set(found.map(({ thing }) => qualifiedName(thing.view)))];
      const isAsked = flags.on('dry-run') || flags.on('yes') || flags.text('confirm') !== undefined;
      if (!isAsked) await confirm(shell, `Remove ${removedText({ noun, names })}?`);
      const byRef = new Map(found.map((one) => [formatRef(one.thing.view.ref), one]));
      const operations = [...byRef.values()].flatMap((one) => deleteOperations(one.noun, one.thing));
      return applyRemoval(call, { noun, operations, names });
    },
  };
}

/** What admins do to an agent: another name, out for a moment, out for long, gone. */
import { WaysideError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/model/index.ts';
import { escapeText } from '../../../shared/runtime/index.ts';
import { type ApiMethods, structToWire } from '../../../shared/wire/index.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { refuse } from '../inventory/given.ts';
import { givenLabels, labelFlags, labelProblems } from '../inventory/labels.ts';
import { writeRecords } from '../inventory/write.ts';
import { formatJson, formatYaml } from '../output/documents.ts';
import { confirm } from '../prompt.ts';
import type { Shell } from '../shell.ts';
import { type ArgSpec, argument, type Call, type CommandSpec, type FlagSpec } from '../spec.ts';
import { dryRunFlag, trial } from './flags.ts';

type Message = ApiMethods['AgentService.ListAgents']['response']['agents'][number];

export const nameArg: ArgSpec = { name: 'NAME', doc: 'name or id', complete: 'agent' };
const yesFlag: FlagSpec = { name: 'yes', short: 'y', doc: 'do not ask' };
export const reasonFlag: FlagSpec = {
  name: 'why',
  value: 'TEXT',
  doc: 'reason; whoever looks at the agent reads it',
};

const edit: CommandSpec = {
  path: ['agent', 'edit'],
  summary: 'change name, description or labels of an agent; an empty description takes it away',
  examples: [
    ['wayside agent edit ams1-a --description "rack 4, ask Ann"', ''],
    ['wayside agent edit ams1-a --name ams1-core', 'it need not be told: its identity is its key'],
  ],
  args: [nameArg],
  flags: [
    { name: 'name', value: 'NAME', doc: 'new name' },
    { name: 'description', value: 'TEXT', doc: 'free text' },
    ...labelFlags,
  ],
  async run(call) {
    const { shell, flags } = call;
    const [name, description] = [flags.text('name'), flags.text('description')];
    const labels = await givenLabels(call);
    const hasLabels = Object.keys(labels).length > 0;
    if (name === undefined && description === undefined && !hasLabels)
      throw new WaysideError(
        'INVALID_INPUT',
        'nothing to change was given: --name, --description, --label or --note',
      );
    refuse(labelProblems('agent', labels));
    const change = { ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
    const agent =
      Object.keys(change).length === 0
        ? await theAgent(call)
        : (await shell.call('AgentService.UpdateAgent', { id: argument(call, 0), ...change })).agent;
    if (agent && hasLabels) {
      const ref = { site: agent.site, kind: 'agent', id: agent.id };
      const update = { ref, fields: structToWire(labels) };
      await writeRecords(shell, [{ wire: { update }, label: '' }], { why: '', dryRun: false });
    }
    return say(shell, agent, 'changed');
  },
};

const rm: CommandSpec = {
  path: ['agent', 'rm'],
  summary: 'forget an agent; it needs a new join token to come back',
  examples: [['wayside agent rm ams1-a --why "host retired"', 'asks before it does']],
  args: [nameArg],
  flags: [yesFlag, reasonFlag, dryRunFlag],
  async run(call) {
    const { only, words } = trial(call);
    const agent = await theAgent(call);
    await ask(call, `Forget agent ${agent.name} of site ${agent.site}?`);
    const request = { id: agent.id, why: call.flags.text('why') ?? '', ...only };
    await call.shell.call('AgentService.DeleteAgent', request);
    return say(call.shell, agent, words('removed'));
  },
};

const evict: CommandSpec = {
  path: ['agent', 'evict'],
  summary: 'end the session and certificates of an agent; it joins again with its own key',
  examples: [['wayside agent evict ams1-a --why "certificate was copied"', '']],
  args: [nameArg],
  flags: [yesFlag, reasonFlag, dryRunFlag],
  async run(call) {
    const { only, words } = trial(call);
    const found = await theAgent(call);
    await ask(call, `Evict agent ${found.name} of site ${found.site}?`);
    const request = { id: found.id, why: call.flags.text('why') ?? '', ...only };
    const { agent } = await call.shell.call('AgentService.EvictAgent', request);
    const ended = await say(call.shell, agent ?? found, words('evicted'));
    if (!only.validateOnly) call.shell.note(`to keep it out: wayside agent ban ${found.name} --why TEXT`);
    return ended;
  },
};

const ban: CommandSpec = {
  path: ['agent', 'ban'],
  summary: 'refuse the key of an agent until unban, with or without a join token',
  examples: [['wayside agent ban ams1-a --why "stolen host"', 'asks before it does']],
  args: [nameArg],
  flags: [yesFlag, { ...reasonFlag, doc: `${reasonFlag.doc} (required)` }, dryRunFlag],
  async run(call) {
    const why = call.flags.text('why')?.trim() ?? '';
    if (why === '')
      throw new WaysideError('INVALID_INPUT', '--why is missing: it is what the agent is told', {
        hint: 'wayside agent ban NAME --why "stolen host"',
      });
    const found = await theAgent(call);
    await ask(call, `Ban agent ${found.name} of site ${found.site}?`);
    const { only, words } = trial(call);
    const { agent } = await call.shell.call('AgentService.BanAgent', { id: found.id, why, ...only });
    return say(call.shell, agent ?? found, words('banned'));
  },
};

const unban: CommandSpec = {
  path: ['agent', 'unban'],
  summary: 'let a banned agent come back with its own key',
  examples: [['wayside agent unban ams1-a', '']],
  args: [nameArg],
  flags: [dryRunFlag],
  async run(call) {
    const { shell } = call;
    const { only, words } = trial(call);
    const { agent } = await shell.call('AgentService.UnbanAgent', { id: argument(call, 0), ...only });
    const ended = await say(shell, agent, words('unbanned'));
    if (!only.validateOnly)
      shell.note('it comes back by itself within five minutes, or at once when it is started anew');
    return ended;
  },
};

async function theAgent(call: Call): Promise<Message> {
  const name = argument(call, 0);
  const { agent } = await call.shell.call('AgentService.GetAgent', { id: name });
  if (!agent) throw new WaysideError('NOT_FOUND', `there is no agent "${name}"`);
  return agent;
}

async function ask({ shell, flags }: Call, question: string): Promise<void> {
  if (!flags.on('yes') && !flags.on('dry-run')) await confirm(shell, question);
}

/** JSON and YAML show the agent; the other forms say it in a line. */
export async function say(shell: Shell, agent: Message | null | undefined, done: string): Promise<ExitCode> {
  if (!agent) throw new WaysideError('UNSUPPORTED', 'the controller gave no answer that this version knows');
  const { output } = shell.settings;
  if (output === 'name') {
    shell.out(`${escapeText(agent.name)}\n`);
  } else if (output === 'json' || output === 'yaml') {
    const json: Json = (await shell.api()).toJson('wayside.v1.Agent', agent);
    shell.out(output === 'json' ? formatJson(json) : await formatYaml(json));
  } else {
    shell.out(`${escapeText(`agent ${agent.site}/${agent.name} ${done}`)}\n`);
  }
  return exitCodes.done;
}

export const agentLifeCommands: readonly CommandSpec[] = [edit, rm, evict, ban, unban];

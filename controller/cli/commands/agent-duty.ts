/** Taking an agent out of work: for good measure before its host goes down, or for a while. */
import { WaysideError } from '../../../shared/errors.ts';
import { argument, type CommandSpec, requiredFlag } from '../spec.ts';
import { nameArg, reasonFlag, say } from './agent-life.ts';

const MS_PER_SECOND = 1000;
const DAY_SECONDS = 86_400;
const DEADLINE_MAX: Bound = { seconds: DAY_SECONDS, text: '1d' };
const MAINTENANCE_MAX: Bound = { seconds: 14 * DAY_SECONDS, text: '14d' };

interface Bound {
  readonly seconds: number;
  /** As flags take it. */
  readonly text: string;
}

const drain: CommandSpec = {
  path: ['agent', 'drain'],
  summary: 'give an agent no new work; when it is idle its session ends, until resume',
  examples: [
    ['wayside agent drain ams1-a --why "host gets a new disk"', ''],
    ['wayside agent drain ams1-a --deadline 2m', 'ends its session after two minutes, whatever runs'],
  ],
  args: [nameArg],
  flags: [
    reasonFlag,
    { name: 'deadline', value: 'TIME', doc: 'how long running work may take; default 10m, at most 1d' },
  ],
  async run(call) {
    const { shell, flags } = call;
    const deadline = flags.text('deadline');
    const { agent } = await shell.call('AgentService.DrainAgent', {
      ...{ id: argument(call, 0), why: flags.text('why') ?? '' },
      deadlineSeconds: deadline === undefined ? 0 : await secondsOf('deadline', deadline, DEADLINE_MAX),
    });
    const ended = await say(shell, agent, 'is draining');
    shell.note(
      `wayside agent get ${agent?.name} shows when it is drained; then: wayside agent resume ${agent?.name}`,
    );
    return ended;
  },
};

const maintenance: CommandSpec = {
  path: ['agent', 'maintenance'],
  summary: 'give an agent no work and raise no alerts about it for a while; its session stays',
  examples: [['wayside agent maintenance ams1-a --for 2h --why "rack is being moved"', '']],
  args: [nameArg],
  flags: [{ name: 'for', value: 'TIME', doc: 'how long, at most 14d (required)' }, reasonFlag],
  async run(call) {
    const { shell, flags } = call;
    const { agent } = await shell.call('AgentService.MaintainAgent', {
      ...{ id: argument(call, 0), why: flags.text('why') ?? '' },
      durationSeconds: await secondsOf('for', requiredFlag(flags, 'for'), MAINTENANCE_MAX),
    });
    const ended = await say(shell, agent, 'is in maintenance');
    shell.note(`it ends by itself; sooner with: wayside agent resume ${agent?.name}`);
    return ended;
  },
};

const resume: CommandSpec = {
  path: ['agent', 'resume'],
  summary: 'end the drain or the maintenance of an agent',
  examples: [['wayside agent resume ams1-a', '']],
  args: [nameArg],
  async run(call) {
    const { shell } = call;
    const { agent } = await shell.call('AgentService.ResumeAgent', { id: argument(call, 0) });
    const ended = await say(shell, agent, 'may work again');
    if (agent?.state !== 'AGENT_STATE_ONLINE')
      shell.note('it comes back by itself within six minutes, or at once when it is started anew');
    return ended;
  },
};

async function secondsOf(flag: string, text: string, max: Bound): Promise<number> {
  const { parseDuration } = await import('../../../shared/config/index.ts');
  const ms = parseDuration(text);
  if (ms === undefined)
    throw new WaysideError('INVALID_INPUT', `--${flag} must be a duration, such as 10m or 2h, not "${text}"`);
  const seconds = Math.ceil(ms / MS_PER_SECOND);
  if (seconds >= 1 && seconds <= max.seconds) return seconds;
  throw new WaysideError('INVALID_INPUT', `--${flag} must be from 1s to ${max.text}`);
}

export const agentDutyCommands: readonly CommandSpec[] = [drain, maintenance, resume];

import { expect, test } from 'vitest';
import { WaysideError } from '../../shared/errors.ts';
import { ManualClock } from '../../shared/runtime/index.ts';
import type { ControllerMessage, LogLevelTold } from '../../shared/wire/index.ts';
import type { AgentListener } from './hub.ts';
import { AgentLogLevels } from './log-levels.ts';

interface Bench {
  readonly clock: ManualClock;
  readonly levels: AgentLogLevels;
  readonly sent: { readonly agentId: string; readonly questionId: string }[];
  readonly told: (agentId: string, questionId: string) => void;
  readonly leave: (agentId: string, reason: WaysideError) => void;
}

function bench(): Bench {
  const clock = new ManualClock();
  const sent: { agentId: string; questionId: string }[] = [];
  const listeners: AgentListener[] = [];
  const hub = {
    listen: (listener: AgentListener) => void listeners.push(listener),
    send: async (agentId: string, message: ControllerMessage) => {
      if (agentId === 'away') throw new WaysideError('UNAVAILABLE', 'agent away is not connected');
      if (message.type === 'logLevelAsked') sent.push({ agentId, questionId: message.questionId });
    },
  };
  const levels = new AgentLogLevels({ clock, hub });
  const answer = { type: 'logLevelTold', level: 'debug', configured: 'info', until: 5 } as const;
  const told = (agentId: string, questionId: string): void => {
    const message: LogLevelTold = { ...answer, questionId };
    for (const listener of listeners) listener.message(agentId, message);
  };
  const leave = (agentId: string, reason: WaysideError): void => {
    for (const listener of listeners) listener.offline(agentId, reason);
  };
  return { clock, levels, sent, told, leave };
}

test('an answer counts for its own question and its own agent', async () => {
  const { levels, sent, told } = bench();
  const [one, two] = [levels.ask('a1', undefined), levels.ask('a2', { level: 'debug', forMs: 1000 })];
  await Promise.resolve();
  const [first = '', second = ''] = sent.map(({ questionId }) => questionId);
  // Somebody else's, and one that nobody asked.
  told('a1', second);
  told('a1', '99');
  told('a2', second);
  expect(await two).toEqual({ level: 'debug', configured: 'info', until: 5 });
  told('a1', first);
  expect(await one).toMatchObject({ level: 'debug' });
});

test('an agent that never answers is of an older version, and the error says so; one that goes away ends the wait', async () => {
  const { clock, levels, leave } = bench();
  const silent = levels.ask('old', undefined);
  const gone = levels.ask('gone', undefined);
  await Promise.resolve();
  leave('gone', new WaysideError('CONNECTION_LOST', 'cable'));
  await expect(gone).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  clock.advance(10_000);
  await expect(silent).rejects.toMatchObject({ code: 'TIMEOUT', hint: expect.stringContaining('version') });
  await expect(levels.ask('away', undefined)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('no more than a hundred questions wait at once', async () => {
  const { clock, levels } = bench();
  const waiting = Array.from({ length: 100 }, () => levels.ask('old', undefined));
  await expect(levels.ask('old', undefined)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
  await Promise.resolve();
  clock.advance(10_000);
  const ends = await Promise.allSettled(waiting);
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
});

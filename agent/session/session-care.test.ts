/** What a session tells of the agent's own host, and the log level that the controller asks for. */
import { expect, test } from 'vitest';
import { HEARTBEAT_MS, SessionBench, settle, Talk } from './testing/bench.ts';

async function opened(bench: SessionBench): Promise<Talk> {
  const talk = new Talk(bench);
  await talk.welcome();
  await settle();
  return talk;
}

test('what is wrong on the host is told at the hello and with each heartbeat, and no more once it is mended', async () => {
  const bench = new SessionBench();
  const item = { reason: 'agent-disk', message: 'only 0.1 GiB are free', hint: '' };
  bench.health = [item];
  const talk = await opened(bench);
  expect(talk.of('hello')[0]?.health).toEqual([item]);
  bench.clock.advance(HEARTBEAT_MS);
  await settle();
  bench.health = [];
  bench.clock.advance(HEARTBEAT_MS);
  await settle();
  expect(talk.of('heartbeat').map(({ health }) => health)).toEqual([[item], undefined]);
});

test('S0.35 the controller asks for the log level and sets it for a while; one out of bounds changes nothing', async () => {
  const bench = new SessionBench();
  const talk = await opened(bench);
  const ask = (questionId: string, forMs?: number) => {
    const change = forMs === undefined ? undefined : ({ level: 'debug', forMs } as const);
    return talk.say({ type: 'logLevelAsked', questionId, change });
  };
  await ask('1');
  await ask('2', 60_000);
  await ask('3', -5);
  await settle();
  const until = bench.clock.now() + 60_000;
  expect(talk.of('logLevelTold')).toMatchObject([
    { questionId: '1', level: 'info', configured: 'info', until: undefined },
    { questionId: '2', level: 'debug', until },
    { questionId: '3', level: 'debug', until },
  ]);
});

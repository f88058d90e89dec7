/** What a replay device does on its own; what it says is tested in test/contract, by the engine that reads it. */
import { expect, test } from 'vitest';
import { ManualClock } from '../../../shared/runtime/index.ts';
import { connectRaw, whenClosed } from '../raw-shell.ts';
import { startReplay } from './index.ts';

test('more connections than the platform takes in a minute are refused without a word, and the next minute heals', async () => {
  const clock = new ManualClock();
  const device = await startReplay('dell_os9', { clock, connectsPerMinuteMax: 2 });
  try {
    const first = await connectRaw(device);
    const second = await connectRaw(device);
    await expect(connectRaw(device)).rejects.toThrow();
    expect(device.counters).toMatchObject({ connections: 2, refusedRate: 1 });
    clock.advance(60_000);
    const third = await connectRaw(device);
    for (const client of [first, second, third]) {
      client.end();
      await whenClosed(client);
    }
  } finally {
    await device.stop();
  }
});

test('a platform that nobody replays is refused by name', async () => {
  await expect(startReplay('acme_os')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

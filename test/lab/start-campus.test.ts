import { describe, expect, test } from 'vitest';
import { formatMac } from '../../shared/model/index.ts';
import { systemClock } from '../../shared/runtime/index.ts';
import { generateCampus, pick } from './campus.ts';
import { openRaw } from './raw-shell.ts';
import { startCampus } from './start-campus.ts';

const START_BUDGET_MS = 8_000;
const MEMORY_BUDGET_BYTES = 150 * 1024 * 1024;

describe('a running campus', () => {
  test('the path of a host can be walked by hand, switch by switch', async () => {
    const campus = generateCampus({ seed: 11 });
    const running = await startCampus(campus, { privileged: true });
    try {
      for (const truth of [pick(campus, 'edge'), pick(campus, 'phone-pc'), pick(campus, 'host-lag')]) {
        for (const hop of truth.path) {
          const shell = await openRaw(running.switch(hop.switch));
          await shell.until(/#$/);
          const answer = await shell.command(
            `show mac address-table address ${formatMac(truth.mac, 'dotted')}`,
          );
          expect(answer.toLowerCase()).toContain(formatMac(truth.mac, 'dotted'));
          expect(answer).toMatch(new RegExp(` ${hop.port.replaceAll('/', '\\/')}\\r\\n`));
          shell.close();
        }
      }
    } finally {
      await running.stop();
    }
  });

  test('hosts that move appear in the tables of a running campus', async () => {
    const options = { seed: 11, switches: 12 };
    const running = await startCampus(generateCampus(options));
    try {
      const after = generateCampus({ ...options, moved: 1 });
      const moved = pick(after, 'moved');
      running.load(after);
      const now = running.switch(moved.switch).device.fdb.find((row) => row.mac === moved.mac);
      const stale = running.switch(moved.was?.switch ?? '').device.fdb.find((row) => row.mac === moved.mac);
      expect([now?.port, stale?.port]).toEqual([moved.port, moved.was?.port]);
      expect(() => running.switch('nowhere')).toThrow(/no switch nowhere/);
    } finally {
      await running.stop();
    }
  });

  test('155 switches start within seconds and stay light', async () => {
    const beforeBytes = process.memoryUsage().rss;
    const startedMs = systemClock.monotonic();
    const running = await startCampus(generateCampus({ seed: 5, switches: 155 }));
    try {
      expect(systemClock.monotonic() - startedMs).toBeLessThan(START_BUDGET_MS);
      expect(new Set([...running.switches.values()].map((each) => each.port)).size).toBe(155);
      expect(new Set([...running.switches.values()].map((each) => each.fingerprint)).size).toBe(155);
      expect(process.memoryUsage().rss - beforeBytes).toBeLessThan(MEMORY_BUDGET_BYTES);
    } finally {
      await running.stop();
    }
  });
});

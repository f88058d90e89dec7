import { it } from 'vitest';
import { generateCampus } from '../../test/lab/campus.ts';
import { startSwitch } from '../../test/lab/ssh-switch.ts';
import { startProxy } from '../../test/lab/proxy.ts';
import { systemClock, silentLog } from '../../shared/runtime/index.ts';
import { createSwitchDriver } from './driver.ts';
it('perf', async () => {
  const campus = generateCampus({ seed: 3 });
  for (const platform of ['dell_os6', 'cisco_ios'] as const) for (const delayMs of [0, 2.5, 10]) {
    const dev = campus.devices.find((d) => d.platform === platform && d.tier === 'access')!;
    const sw = await startSwitch(dev, {});
    const proxy = await startProxy({ target: sw, delayMs } as never);
    const driver = createSwitchDriver({ clock: systemClock, log: silentLog });
    const ctx: any = { clock: systemClock, log: silentLog, signal: new AbortController().signal, credentials: { open: () => ({ username: sw.username, password: sw.password, enablePassword: undefined, privateKey: undefined }) }, hostKeys: { check: () => 'known' }, progress: () => {} };
    const target: any = { source: { site: 'a', kind: 'source', id: 'x' }, name: 'sw', address: proxy.host, port: proxy.port, platform, credential: 'c' };
    const mac = dev.fdb[3]!.mac;
    const cold: number[] = [], warm: number[] = [];
    for (let i = 0; i < 8; i++) {
      const d2 = createSwitchDriver({ clock: systemClock, log: silentLog });
      const t = performance.now(); const o = await d2.run({ kind: 'lookup', driver: 'switch', mac }, target, ctx); cold.push(performance.now() - t);
      if (i === 7) console.log(o.timings); await d2.stop();
    }
    await driver.run({ kind: 'lookup', driver: 'switch', mac }, target, ctx);
    for (let i = 0; i < 200; i++) { const t = performance.now(); await driver.run({ kind: 'lookup', driver: 'switch', mac }, target, ctx); warm.push(performance.now() - t); }
    const med = (a: number[]) => a.sort((x, y) => x - y)[a.length >> 1]!.toFixed(2);
    const t0 = performance.now(); await driver.run({ kind: 'collect', driver: 'switch' }, target, ctx);
    console.log(platform, 'RTT', delayMs * 2, 'cold', med(cold), 'warm', med(warm), 'collect', (performance.now() - t0).toFixed(1));
    await driver.stop(); await proxy.stop(); await sw.stop();
  }
}, 60000);

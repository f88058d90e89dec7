import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/runtime/index.ts';
import { openAgentDatabase } from './database.ts';
import { DEVICE_ALGORITHMS_MAX, DeviceAlgorithms } from './device-algorithms.ts';

describe('the algorithms that devices need', () => {
  it('are known after a restart, also that a device needs no outdated ones', () => {
    const db = openAgentDatabase(':memory:');
    const before = new DeviceAlgorithms(db, new ManualClock());
    before.keep('10.0.0.1:22', ['diffie-hellman-group14-sha1', 'ssh-rsa']);
    before.keep('10.0.0.2:22', []);
    before.keep('10.0.0.1:22', ['ssh-rsa']);
    const after = new DeviceAlgorithms(db, new ManualClock());
    expect(after.get('10.0.0.1:22')).toEqual(['ssh-rsa']);
    expect(after.get('10.0.0.2:22')).toEqual([]);
    expect(after.get('10.0.0.3:22')).toBeUndefined();
  });

  it('are kept of so many devices, and the oldest goes first', () => {
    const db = openAgentDatabase(':memory:');
    const clock = new ManualClock();
    const memory = new DeviceAlgorithms(db, clock);
    const fill = db.prepare('INSERT INTO device_algorithms (device, legacy, at) VALUES (?, ?, ?)');
    db.transaction(() => {
      for (let no = 0; no < DEVICE_ALGORITHMS_MAX; no += 1) fill.run(`d${no}`, '', no);
    })();
    memory.keep('new', []);
    expect([memory.get('d0'), memory.get('d1'), memory.get('new')]).toEqual([undefined, [], []]);
  });
});

import { describe, expect, it } from 'vitest';
import { type Service, ServiceTree } from './service.ts';

function part(name: string, seen: string[], fails?: 'start' | 'stop'): Service {
  const act = (what: 'start' | 'stop') => async (): Promise<void> => {
    seen.push(`${what} ${name}`);
    if (fails === what) throw new Error(`${name} cannot ${what}`);
  };
  return { name, start: act('start'), stop: act('stop') };
}

describe('a tree of services', () => {
  it('starts in order and stops in reverse', async () => {
    const seen: string[] = [];
    const tree = new ServiceTree('all', [part('store', seen), part('api', seen)]);
    await tree.start();
    await tree.stop();
    expect(seen).toEqual(['start store', 'start api', 'stop api', 'stop store']);
  });

  it('stops what runs when a later part fails to start', async () => {
    const seen: string[] = [];
    const tree = new ServiceTree('all', [
      part('store', seen),
      part('api', seen, 'start'),
      part('never', seen),
    ]);
    await expect(tree.start()).rejects.toThrow('api cannot start');
    expect(seen).toEqual(['start store', 'start api', 'stop store']);
  });

  it('stops all of it even when one part fails to, and tells the failure', async () => {
    const seen: string[] = [];
    const tree = new ServiceTree('all', [part('store', seen), part('api', seen, 'stop')]);
    await tree.start();
    await expect(tree.stop()).rejects.toThrow('api cannot stop');
    expect(seen).toContain('stop store');
  });
});

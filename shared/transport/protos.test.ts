import { describe, expect, it } from 'vitest';
import { protos, sessionCall } from './protos.ts';

describe('the call of a session', () => {
  it('speaks the same bytes when it is read alone and among all calls', () => {
    const alone = sessionCall();
    const among = protos().call('SessionService.Session');
    expect(alone.path).toBe(among.path);
    expect([alone.requestStream, alone.responseStream]).toEqual([true, true]);
    const chunk = { chunk: { messageNumber: '7', index: 1, last: true, part: Buffer.from('piece') } };
    for (const side of ['request', 'response'] as const) {
      const bytes = among[side].encode(chunk);
      expect(alone[side].encode(chunk)).toEqual(bytes);
      expect(alone[side].decode(bytes)).toEqual(among[side].decode(bytes));
    }
  });
});

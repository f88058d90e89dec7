/** grpc-js says nothing about options that it does not know; so we compare ours with its own list. */
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import {
  CONNECT_BACKOFF,
  clientOptions,
  KEEPALIVE,
  serverOptions,
  sessionOptions,
} from '../../shared/transport/index.ts';

const { recognizedOptions } = createRequire(import.meta.url)(
  '@grpc/grpc-js/build/src/channel-options.js',
) as { readonly recognizedOptions: Readonly<Record<string, true>> };

const all = {
  client: clientOptions(KEEPALIVE, CONNECT_BACKOFF),
  session: sessionOptions(KEEPALIVE, CONNECT_BACKOFF),
  server: serverOptions(KEEPALIVE),
};

test.each(Object.entries(all))('every option of the %s is one that grpc-js knows', (_, options) => {
  expect(Object.keys(options).filter((name) => !Object.hasOwn(recognizedOptions, name))).toEqual([]);
  expect(Object.keys(options).length).toBeGreaterThan(4);
});

test('a frozen peer is noticed within half a minute, and pings are rare enough to be no abuse', () => {
  for (const options of [all.session, all.server]) {
    const timeMs = options['grpc.keepalive_time_ms'] ?? Number.NaN;
    expect(timeMs + (options['grpc.keepalive_timeout_ms'] ?? Number.NaN)).toBeLessThanOrEqual(30_000);
    expect(timeMs).toBeGreaterThanOrEqual(20_000);
  }
});

test('what must be set is set, as a number where true would count as off', () => {
  expect(all.session).toMatchObject({
    'grpc.keepalive_permit_without_calls': 1,
    'grpc.max_reconnect_backoff_ms': 5_000,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_http_proxy': 0,
    'grpc.enable_retries': 0,
  });
  expect(all.server).not.toHaveProperty(['grpc.enable_channelz']);
});

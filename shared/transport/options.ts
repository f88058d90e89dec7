/**
 * Channel options. grpc-js ignores names that it does not know without a word, so the type below lets only known names
 * through, and a test compares them with the library's own list.
 */
import type { ChannelOptions } from '@grpc/grpc-js';

type Known<T> = { [K in keyof T as string extends K ? never : K]?: T[K] };

/** The library's options without its index signature: a misspelled name does not compile. */
export type KnownOptions = Known<ChannelOptions>;

/** A frozen peer is noticed after at most time + timeout. Below 20 s, proxies and Go peers call it abuse. */
export interface Keepalive {
  readonly timeMs: number;
  readonly timeoutMs: number;
}

export const KEEPALIVE: Keepalive = { timeMs: 20_000, timeoutMs: 10_000 };

/** How long a channel waits between attempts to connect; without a cap it would be two minutes. */
export interface ConnectBackoff {
  readonly initialMs: number;
  readonly maxMs: number;
}

export const CONNECT_BACKOFF: ConnectBackoff = { initialMs: 500, maxMs: 5_000 };

/** Largest single message of a call, either way. A larger one would end the whole stream, so it is refused before. */
export const CALL_MESSAGE_BYTES_MAX = 4_194_304;

/** What a server may have under way to us that we have not read. */
const RECEIVE_WINDOW_BYTES = 1_048_576;

export const STREAMS_PER_CONNECTION_MAX = 256;

export function clientOptions(keepalive: Keepalive, backoff: ConnectBackoff): KnownOptions {
  return {
    'grpc.keepalive_time_ms': keepalive.timeMs,
    'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
    // The number: `true` counts as off.
    'grpc.keepalive_permit_without_calls': 1,
    'grpc.initial_reconnect_backoff_ms': backoff.initialMs,
    'grpc.max_reconnect_backoff_ms': backoff.maxMs,
    // Otherwise two clients of one address share a connection, and with it one fate.
    'grpc.use_local_subchannel_pool': 1,
    // A proxy that looks into TLS breaks client certificates.
    'grpc.enable_http_proxy': 0,
    // No settings from DNS.
    'grpc.service_config_disable_resolution': 1,
    'grpc.max_receive_message_length': CALL_MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': CALL_MESSAGE_BYTES_MAX,
    'grpc-node.flow_control_window': RECEIVE_WINDOW_BYTES,
  };
}

/** A session lives for days: the buffer that would let its messages be sent again only grows. */
export function sessionOptions(keepalive: Keepalive, backoff: ConnectBackoff): KnownOptions {
  return { ...clientOptions(keepalive, backoff), 'grpc.enable_retries': 0 };
}

/** Channelz stays on: without it a forced shutdown leaves sessions open. */
export function serverOptions(keepalive: Keepalive): KnownOptions {
  return {
    'grpc.keepalive_time_ms': keepalive.timeMs,
    'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
    'grpc.max_concurrent_streams': STREAMS_PER_CONNECTION_MAX,
    'grpc.max_receive_message_length': CALL_MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': CALL_MESSAGE_BYTES_MAX,
  };
}

/** Session messages in the bytes of `SessionRequest` and `SessionResponse`. */
import { WaysideError } from '../errors.ts';
import {
  type AgentMessage,
  agentMessageFromWire,
  agentMessageToWire,
  type ControllerMessage,
  controllerMessageFromWire,
  controllerMessageToWire,
  int64FromWire,
} from '../wire/index.ts';
import type { Chunk } from './chunks.ts';
import type { Decoded, Link, LinkCodec } from './link.ts';
import { type MessageCodec, sessionCall } from './protos.ts';

/** The agent's end of a session. */
export type AgentLink = Link<AgentMessage, ControllerMessage>;
/** The controller's end. */
export type ControllerLink = Link<ControllerMessage, AgentMessage>;

/** Both session messages carry their pieces in a field of this shape. */
interface ChunkOnWire {
  readonly messageNumber: string;
  readonly index: number;
  readonly last: boolean;
  readonly part: Uint8Array;
}

export function agentCodec(): LinkCodec<AgentMessage, ControllerMessage> {
  const { request, response } = sessionCall();
  return codec(request, response, agentMessageToWire, controllerMessageFromWire);
}

export function controllerCodec(): LinkCodec<ControllerMessage, AgentMessage> {
  const { request, response } = sessionCall();
  return codec(response, request, controllerMessageToWire, agentMessageFromWire);
}

function codec<Send, Receive, Wire extends { chunk?: unknown }>(
  out: MessageCodec,
  into: MessageCodec,
  toWire: (message: Send) => object,
  fromWire: (message: Wire) => Receive | undefined,
): LinkCodec<Send, Receive> {
  return {
    encode: (message) => out.encode(toWire(message)),
    encodeChunk: (chunk) => out.encode({ chunk: { ...chunk, messageNumber: String(chunk.messageNumber) } }),
    decode: (frame): Decoded<Receive> => {
      const wire = decodeFrame(into, frame) as Wire;
      if (wire.chunk) return { type: 'chunk', chunk: chunkFromWire(wire.chunk as ChunkOnWire) };
      const message = fromWire(wire);
      return message === undefined ? { type: 'unknown' } : { type: 'message', message };
    },
  };
}

function chunkFromWire(chunk: ChunkOnWire): Chunk {
  const { index, last, part } = chunk;
  return { messageNumber: int64FromWire(chunk.messageNumber), index, last, part };
}

function decodeFrame(into: MessageCodec, frame: Uint8Array): object {
  try {
    return into.decode(frame);
  } catch (cause) {
    throw new WaysideError('INVALID_INPUT', 'a message of the session cannot be read', { cause });
  }
}

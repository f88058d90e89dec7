export * from './calls.ts';
export * from './chunks.ts';
export * from './client.ts';
export type {
  ApiHandlers,
  Handler,
  ServiceHandlers,
  SessionHandler,
  StreamHandler,
  UnaryHandler,
} from './handlers.ts';
export * from './http-server.ts';
export * from './link.ts';
export * from './memory.ts';
export * from './options.ts';
export * from './protos.ts';
export * from './reconnect.ts';
export * from './server.ts';
export type { AgentLink, ControllerLink } from './session-codec.ts';
export type { PeerCertificate, ServerTls } from './tls-listener.ts';

/** Names inside certificates. Who somebody is stands in one URI; no other field of a certificate is ever trusted. */

/** Every controller's certificate carries this DNS name: agents verify by it, whatever address they dial. */
export const CONTROLLER_TLS_NAME = 'wayside-controller';

const AGENT_URI = /^wayside:\/\/([0-9a-z]{1,64})\/agent\/([0-9a-z][0-9a-z._-]{0,127})$/;

export interface AgentName {
  readonly meshId: string;
  readonly agentId: string;
}

export function agentUri(name: AgentName): string {
  return `wayside://${name.meshId}/agent/${name.agentId}`;
}

export function parseAgentUri(uri: string): AgentName | undefined {
  const [, meshId, agentId] = AGENT_URI.exec(uri) ?? [];
  return meshId === undefined || agentId === undefined ? undefined : { meshId, agentId };
}

export function controllerUri(meshId: string, fingerprint: string): string {
  return `wayside://${meshId}/controller/${fingerprint}`;
}

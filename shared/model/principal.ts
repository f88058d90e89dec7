/** Who calls. A plain type, so that `view` at the read door needs no arrow to the access room. */
export type Principal =
  | { readonly type: 'user'; readonly name: string; readonly role: Role; readonly tokenId: string }
  | { readonly type: 'agent'; readonly agentId: string; readonly site: string; readonly serial: string }
  | { readonly type: 'anonymous' }
  | { readonly type: 'system'; readonly name: string };

/** Admin alone for now: the other roles come with the access issue, the place in the data is here. */
export type Role = 'admin';

export function principalName(principal: Principal): string {
  switch (principal.type) {
    case 'user':
      return `user:${principal.name}`;
    case 'agent':
      return `agent:${principal.agentId}`;
    case 'system':
      return `system:${principal.name}`;
    case 'anonymous':
      return 'anonymous';
  }
}

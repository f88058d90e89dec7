/** Kinds of principals, each with the canaries that it may see. */
import type { Grant, Principal } from '../../../shared/model/index.ts';
import { floorRef, OTHER, SITE } from './view-campus.ts';

export interface Walker {
  readonly name: string;
  readonly principal: Principal;
  /** `place view` of canaries that it may see. */
  readonly sees: (place: string, view: string) => boolean;
}

const user = (name: string, ...grants: Grant[]): Principal => ({
  ...{ type: 'user', name, grants, readOnly: false, tokenId: name },
});
const MESH_WORDS = (place: string, view: string): boolean => place === 'me' && view === 'net';
const HERE = ['as', 'f1', 'f2'];

export const walkers: readonly Walker[] = [
  { name: 'nobody', principal: { type: 'anonymous' }, sees: () => false },
  {
    name: 'an agent',
    principal: { type: 'agent', agentId: 'a-1', site: SITE, serial: '1' },
    sees: () => false,
  },
  {
    name: 'a viewer of the other site',
    principal: user('ben', { level: 'viewer', switchView: 'network', scopes: [{ site: OTHER }] }),
    sees: (place, view) => (place === 'bs' && view !== 'full') || MESH_WORDS(place, view),
  },
  {
    name: 'a viewer of one floor',
    principal: user('flo', {
      level: 'viewer',
      switchView: 'network',
      scopes: [{ site: SITE, floor: floorRef('f1').id }],
    }),
    sees: (place, view) =>
      (place === 'f1' && view !== 'full') || (place === 'as' && view === 'name') || MESH_WORDS(place, view),
  },
  {
    name: 'a port technician',
    principal: user('tec', { level: 'viewer', switchView: 'port', scopes: [{ site: SITE }] }),
    sees: (place, view) => (HERE.includes(place) && view === 'edge') || (place === 'as' && view === 'name'),
  },
  {
    name: 'a port technician of one floor who is an operator',
    principal: user('top', {
      level: 'operator',
      switchView: 'port',
      scopes: [{ site: SITE, floor: floorRef('f1').id }],
    }),
    sees: (place, view) => (place === 'f1' && view === 'edge') || (place === 'as' && view === 'name'),
  },
  {
    name: 'an operator of the site',
    principal: user('opa', { level: 'operator', switchView: 'network', scopes: [{ site: SITE }] }),
    sees: (place, view) => (HERE.includes(place) && view !== 'full') || MESH_WORDS(place, view),
  },
  {
    name: 'an admin of the other site',
    principal: user('adb', { level: 'admin', switchView: 'network', scopes: [{ site: OTHER }] }),
    sees: (place, view) => place === 'bs' || MESH_WORDS(place, view),
  },
  {
    name: 'an admin of everything',
    principal: user('all', { level: 'admin', switchView: 'full', scopes: [{ site: '*' }] }),
    sees: () => true,
  },
];

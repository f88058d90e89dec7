/**
 * A record is (site, kind, id) and never changes lane. A reference is these three, never a name.
 * Text form `site/kind/id`, for example `ams1/switch/01hx…`; no part may hold a slash.
 */
import { WaysideError } from '../errors.ts';
import { isKind, type Kind } from './kinds.ts';

export interface RecordRef {
  readonly site: string;
  readonly kind: Kind;
  readonly id: string;
}

/** The site of records that belong to no place. */
export const MESH_SITE = 'mesh';

const SITE_ID = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const RECORD_ID = /^[a-z0-9](?:[a-z0-9._-]{0,127})$/;

export function isSiteId(text: string): boolean {
  return SITE_ID.test(text);
}

export function isRecordId(text: string): boolean {
  return RECORD_ID.test(text);
}

export function formatRef(ref: RecordRef): string {
  return `${ref.site}/${ref.kind}/${ref.id}`;
}

export function parseRef(text: string): RecordRef {
  const parts = text.split('/');
  const [site, kind, id] = parts;
  if (parts.length !== 3 || !site || !kind || !id || !isSiteId(site) || !isKind(kind) || !isRecordId(id)) {
    throw new WaysideError('INVALID_INPUT', `"${text.slice(0, 120)}" is not a reference`, {
      hint: 'A reference is site/kind/id, for example ams1/switch/01hx3k9',
    });
  }
  return { site, kind, id };
}

export function sameRef(a: RecordRef, b: RecordRef): boolean {
  return a.id === b.id && a.kind === b.kind && a.site === b.site;
}

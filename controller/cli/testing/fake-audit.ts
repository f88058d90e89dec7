/** The audit trail of the controller in memory: a true chain over the entries that a test gives it. */
import {
  type AuditEntry,
  auditBody,
  CHAIN_START,
  type ChainLink,
  chainLink,
} from '../../../shared/model/index.ts';
import { type ApiMethods, auditEntryToWire } from '../../../shared/wire/index.ts';

type Response<M extends keyof ApiMethods> = ApiMethods[M]['response'];

export class FakeAudit {
  entries: readonly AuditEntry[] = [];
  /** What the check says instead of "whole". */
  verdict: Partial<Response<'AuditService.VerifyAudit'>> = {};

  list(pageSize: number): Response<'AuditService.ListAudit'> {
    const hashes = this.links().map(({ hash }) => hash);
    const found = this.entries.map((entry, at) => auditEntryToWire({ entry, hash: hashes[at] ?? '' }));
    return { entries: found.reverse().slice(0, pageSize), nextPageToken: '' };
  }

  verify(): Response<'AuditService.VerifyAudit'> {
    const { seq, hash } = this.links().at(-1) ?? CHAIN_START;
    const good = { checked: String(seq), seq: String(seq), hash, losses: [], nextPageToken: '' };
    return { ...good, badSeq: '0', problem: '', ...this.verdict };
  }

  async *export(): AsyncGenerator<Response<'AuditService.ExportAudit'>> {
    const links = this.links();
    const last = links.at(-1) ?? CHAIN_START;
    yield { lines: [JSON.stringify({ anchor: CHAIN_START })] };
    yield { lines: links.map(({ body, hash }) => `{"entry":${body},"hash":"${hash}"}`) };
    yield { lines: [JSON.stringify({ head: { seq: last.seq, hash: last.hash } })] };
  }

  private links(): readonly ChainLink[] {
    const links: ChainLink[] = [];
    for (const entry of this.entries) links.push(chainLink(links.at(-1) ?? CHAIN_START, auditBody(entry)));
    return links;
  }
}

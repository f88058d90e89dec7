/** Which controller is home of which site, since which epoch: the membership document as it stands, and its next version. */
import { WaysideError } from '../../shared/errors.ts';
import {
  type IdentityKeys,
  type Membership,
  rootPin,
  type SignedMembership,
  signMembership,
  verifyMembership,
  withCas,
  withSite,
} from '../../shared/seal/index.ts';
import type { Store } from '../store/index.ts';

export interface HomesDeps {
  readonly store: Store;
  /** The mesh root key; only the controller that founded the mesh holds it. */
  readonly root: IdentityKeys;
  readonly fingerprint: string;
  /** The first document, used when the store holds none. */
  readonly first: () => Membership;
}

export class Homes {
  private readonly deps: HomesDeps;
  private document: SignedMembership;

  constructor(deps: HomesDeps) {
    this.deps = deps;
    const text = deps.store.meta.membership();
    this.document =
      text === undefined ? this.begin() : verifyMembership(text, { rootPin: rootPin(deps.root.publicKey) });
    deps.store.onRollback(() => this.reload());
  }

  /** The signed document, as agents and peers get it. */
  get current(): SignedMembership {
    return this.document;
  }

  epochOf(site: string): number {
    const home = this.document.body.sites.find((entry) => entry.site === site);
    if (!home) throw new WaysideError('NOT_FOUND', `there is no site "${site}"`);
    return home.epoch;
  }

  isHome(site: string): boolean {
    return this.document.body.sites.some(
      (entry) => entry.site === site && entry.home === this.deps.fingerprint,
    );
  }

  /** SHA-256 of the CAs that our agents should trust, as the document names them; `undefined`: it names none. */
  get ownCas(): readonly string[] | undefined {
    return this.document.body.members.find((member) => member.fingerprint === this.deps.fingerprint)?.cas;
  }

  /** Signs the next document with the CAs in it, unless they are there. Durable when this returns. */
  setCas(cas: readonly string[], nowMs: number): void {
    const { store, root, fingerprint } = this.deps;
    if (this.ownCas?.join() === cas.join()) return;
    const next = withCas(this.document, { member: fingerprint, cas, issuedAt: nowMs });
    this.document = store.write(() => this.keep(signMembership(next, root)));
  }

  /** Signs the next document with the site in it. Call inside the transaction that creates the site. */
  addSite(site: string, nowMs: number): void {
    if (this.document.body.sites.some((entry) => entry.site === site)) return;
    const next = withSite(this.document, { site, home: this.deps.fingerprint, issuedAt: nowMs });
    this.document = this.keep(signMembership(next, this.deps.root));
  }

  /** After a rolled-back transaction: back to what the store holds. */
  private reload(): void {
    const text = this.deps.store.meta.membership();
    if (text !== undefined && text !== this.document.text) {
      this.document = verifyMembership(text, { rootPin: rootPin(this.deps.root.publicKey) });
    }
  }

  private begin(): SignedMembership {
    const signed = signMembership(this.deps.first(), this.deps.root);
    return this.deps.store.write(() => this.keep(signed));
  }

  private keep(signed: SignedMembership): SignedMembership {
    this.deps.store.meta.addMembership(signed.body.version, signed.text);
    return signed;
  }
}

/** Where the grants of a principal hold, and the best view of switches that they give there. */
import {
  holdsAt,
  type Level,
  mayAt,
  type Principal,
  type Scope,
  type SwitchView,
  switchViews,
} from '../../../shared/model/index.ts';

interface Part {
  readonly view: SwitchView;
  readonly scopes: readonly Scope[];
}

export class Coverage {
  /** All there is, with all its fields. */
  readonly everything: boolean;
  /** Somewhere it is a port technician's view that counts. */
  readonly hasPortView: boolean;
  private readonly principal: Principal;
  private readonly parts: readonly Part[];

  constructor(principal: Principal) {
    this.principal = principal;
    const grants = principal.type === 'user' ? principal.grants : [];
    this.parts = grants.map(({ level, switchView, scopes }) => ({
      view: level === 'admin' ? 'full' : switchView,
      scopes,
    }));
    this.everything =
      principal.type === 'system' ||
      this.parts.some(({ view, scopes }) => view === 'full' && scopes.some(({ site }) => site === '*'));
    this.hasPortView = this.parts.some(({ view }) => view === 'port');
  }

  /** The best view of all grants that hold for the place; without a floor: for the whole site. */
  viewAt(place: Scope): SwitchView | undefined {
    if (this.everything) return 'full';
    let best = -1;
    for (const { view, scopes } of this.parts) {
      if (scopes.some((scope) => holdsAt(scope, place))) best = Math.max(best, switchViews.indexOf(view));
    }
    return switchViews[best];
  }

  /** Whether any grant holds for the site or a part of it. */
  touches(site: string): boolean {
    return (
      this.everything ||
      this.parts.some(({ scopes }) => scopes.some((scope) => scope.site === '*' || scope.site === site))
    );
  }

  may(level: Level, place: Scope): boolean {
    return mayAt(this.principal, level, place);
  }
}

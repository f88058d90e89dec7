/** Ports as they were collected, each with what it is and since when nobody uses it; nobody is asked. */
import { WaysideError } from '../../shared/errors.ts';
import {
  formatRef,
  type PortClass,
  type Principal,
  parseRef,
  type RecordRef,
  type RecordView,
} from '../../shared/model/index.ts';
import type { Clock } from '../../shared/runtime/index.ts';
import type { Inventory, Sight } from '../inventory/index.ts';
import type { FactsIndex } from './facts-index.ts';
import { judgedSwitch } from './port-judged.ts';
import { portKey } from './port-name.ts';
import { type AddressEnds, addressEnds, useOf } from './port-use.ts';
import { type SwitchView, viewOf } from './topology.ts';

export interface PortRowsDeps {
  readonly inventory: Pick<
    Inventory,
    'all' | 'get' | 'peek' | 'list' | 'history' | 'sight' | 'lastCompleteAt'
  >;
  readonly index: Pick<FactsIndex, 'refresh' | 'topology'>;
  readonly clock: Clock;
}

export interface PortRowsQuestion {
  /** Empty: all. */
  readonly site: string;
  /** A switch, or its source, as the asker knows it. */
  readonly switch: RecordRef | undefined;
  /** 0: all ports. */
  readonly unusedForMs: number;
}

export interface PortRow {
  readonly record: RecordView;
  readonly switchName: string;
  /** `undefined`: nothing was seen that tells. */
  readonly portClass: PortClass | undefined;
  readonly addresses: number | undefined;
  readonly unusedSince: number | undefined;
}

/** Ports of which it cannot be said whether they are used. */
export interface LeftOut {
  readonly unreadPorts: number;
  readonly unreadSwitches: number;
  readonly untoldPorts: number;
}

/** The answer to one question; the parts of it that cost something are remembered for as long as that. */
export class PortRows {
  private readonly deps: PortRowsDeps;
  private readonly question: PortRowsQuestion;
  private readonly principal: Principal;
  private readonly sight: Sight;
  private readonly owners = new Map<string, Owner>();
  private unreadPorts = 0;
  private untoldPorts = 0;
  private readonly unread = new Set<string>();

  private constructor(deps: PortRowsDeps, question: PortRowsQuestion, principal: Principal) {
    this.deps = deps;
    this.question = question;
    this.principal = principal;
    this.sight = deps.inventory.sight(principal);
  }

  /** Errors: NOT_FOUND, INVALID_INPUT. */
  static async open(deps: PortRowsDeps, question: PortRowsQuestion, principal: Principal): Promise<PortRows> {
    const { site, switch: asked } = question;
    if (asked && site !== '' && site !== asked.site)
      throw new WaysideError('INVALID_INPUT', `${formatRef(asked)} is not at site ${site}`, {
        violations: [{ field: 'site', message: `${formatRef(asked)} is not there` }],
      });
    if (asked) deps.inventory.get({ ...asked, kind: 'switch' }, principal);
    else if (site !== '') deps.inventory.get({ site, kind: 'site', id: site }, principal);
    await deps.index.refresh(asked?.site ?? site);
    return new PortRows(deps, question, principal);
  }

  get leftOut(): LeftOut {
    const { unreadPorts, untoldPorts } = this;
    return { unreadPorts, untoldPorts, unreadSwitches: this.unread.size };
  }

  /** `undefined` for what was looked at and is none, so that others get their turn. */
  *rows(): Generator<PortRow | undefined> {
    const { site, switch: asked } = this.question;
    const match: Record<string, string> = asked ? { source: formatRef({ ...asked, kind: 'source' }) } : {};
    for (const record of this.deps.inventory.all('port', asked?.site ?? site, match, this.principal)) {
      const owner = this.ownerOf(record);
      if (owner && this.isHidden(record, owner)) {
        yield undefined;
        continue;
      }
      if (owner && this.question.unusedForMs > 0) {
        if (!owner.isRead) this.unread.add(formatRef(owner.ref));
        else owner.ends ??= yield* addressEnds(this.deps.inventory, { ...owner.ref, kind: 'source' });
      }
      yield this.rowOf(record, owner, true);
    }
  }

  /** The row of that id as it is now. */
  read(id: string): PortRow | undefined {
    const record = this.deps.inventory.peek(parseRef(id), this.principal);
    if (!record) return undefined;
    const owner = this.ownerOf(record);
    if (owner && this.isHidden(record, owner)) return undefined;
    if (owner?.isRead && this.question.unusedForMs > 0)
      owner.ends ??= endOf(addressEnds(this.deps.inventory, { ...owner.ref, kind: 'source' }));
    return this.rowOf(record, owner, false);
  }

  private rowOf(record: RecordView, owner: Owner | undefined, counts: boolean): PortRow | undefined {
    const { unusedForMs } = this.question;
    if (unusedForMs === 0) return { ...this.judged(record, owner), unusedSince: undefined };
    if (!owner?.isRead || !owner.ends) {
      if (counts && owner) this.unreadPorts += 1;
      return undefined;
    }
    const use = useOf(this.deps.inventory, record, owner.ends);
    if (use.type === 'untold' && counts) this.untoldPorts += 1;
    if (use.type !== 'unused' || owner.readAt - use.since < unusedForMs) return undefined;
    return { ...this.judged(record, owner), unusedSince: use.since };
  }

  /** In the port view what links switches is not there, as in a trace: with its class left out it would stand out all the more. */
  private isHidden({ fields }: RecordView, { ref, classOf }: Owner): boolean {
    if (this.sight.switchView(ref) !== 'port') return false;
    const portClass = classOf(String(fields['name']));
    return portClass === 'interswitch' || portClass === 'fabric';
  }

  private judged(record: RecordView, owner: Owner | undefined): Omit<PortRow, 'unusedSince'> {
    if (!owner) return { record, switchName: '', portClass: undefined, addresses: undefined };
    const { switchName, view, classOf } = owner;
    const name = String(record.fields['name']);
    const portClass = classOf(name);
    return { record, switchName, portClass, addresses: view.ports.get(portKey(name))?.count ?? 0 };
  }

  private ownerOf({ fields }: RecordView): Owner | undefined {
    const told = fields['switch'];
    if (typeof told !== 'string') return undefined;
    const known = this.owners.get(told);
    if (known) return known;
    const ref = this.sight.inward(parseRef(told));
    if (!ref) return undefined;
    const { inventory, index, clock } = this.deps;
    const topology = index.topology(ref.site);
    const view = viewOf(topology, ref);
    const readAt = inventory.lastCompleteAt(ref);
    const owner: Owner = {
      ...{ ref, view, switchName: this.sight.nameOf(ref, view.facts.name), ends: undefined },
      ...{ readAt: readAt ?? 0, classOf: (name) => judgedSwitch(topology, ref).knownClass(name) },
      isRead: readAt !== undefined && readAt >= clock.now() - this.question.unusedForMs,
    };
    this.owners.set(told, owner);
    return owner;
  }
}

interface Owner {
  readonly ref: RecordRef;
  readonly switchName: string;
  readonly view: SwitchView;
  readonly classOf: (name: string) => PortClass | undefined;
  readonly readAt: number;
  /** To its end, within the time that is asked about. */
  readonly isRead: boolean;
  ends: AddressEnds | undefined;
}

export function portRowId({ record }: PortRow): string {
  return formatRef(record.ref);
}

function endOf(steps: Generator<undefined, AddressEnds>): AddressEnds {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

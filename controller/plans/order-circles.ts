/**
 * Finds steps that wait for each other in a circle, and opens it at the place where that costs least:
 *
 *   1. before a step that is not to be done anyway, nothing waits
 *   2. a second half that others wait for: the first half does for them
 *   3. what is created without a reference gets it by a second half
 *   4. what takes a value of another gets a temporary one, and the value by a second half
 *   5. what is changed loses the reference for a while
 *   6. otherwise nobody can do these steps: they are in conflict, and the others go on
 */
import { connect, describeStep, nodeOf, type StepNode, type Wait } from './order-graph.ts';

const NAMES_SHOWN_MAX = 5;

export class Circles {
  private readonly nodes: readonly StepNode[];
  /** A step that waits for nothing more. */
  private readonly release: (node: StepNode) => void;
  private readonly born: (second: StepNode) => void;
  /** Each waits for the next one; kept between calls, so that no way is walked twice. */
  private readonly path: StepNode[] = [];
  private readonly ways: Wait[] = [];
  private readonly onPath = new Map<StepNode, number>();
  private readonly looked = new Map<StepNode, number>();
  private next = 0;

  constructor(
    nodes: readonly StepNode[],
    events: { readonly release: (node: StepNode) => void; readonly born: (second: StepNode) => void },
  ) {
    this.nodes = nodes;
    this.release = events.release;
    this.born = events.born;
  }

  /** To be called when no step can be placed, and not all are. */
  openOne(): void {
    const circle = this.find();
    const ends = this.open(circle).map(({ to }) => this.onPath.get(to) ?? 0);
    // What leads to the place where it was opened is still so.
    const kept = Math.min(...ends);
    while (this.path.length > kept) this.pop();
  }

  private find(): readonly Wait[] {
    while ((this.path.at(-1)?.no ?? 0) > 0) this.pop();
    if (this.path.length === 0) this.push(this.unplaced());
    for (;;) {
      const way = this.wayOn(this.path.at(-1));
      const at = this.onPath.get(way.from);
      if (at === undefined) {
        this.ways.push(way);
        this.push(way.from);
        continue;
      }
      return [...this.ways.slice(at), way];
    }
  }

  private unplaced(): StepNode {
    for (;;) {
      const node = this.nodes[this.next];
      if (!node) throw new RangeError('every step is placed');
      if (node.no === 0) return node;
      this.next += 1;
    }
  }

  private push(node: StepNode): void {
    this.onPath.set(node, this.path.length);
    this.path.push(node);
  }

  private pop(): void {
    const node = this.path.pop();
    if (node) this.onPath.delete(node);
    this.ways.length = Math.max(0, this.path.length - 1);
  }

  private wayOn(node: StepNode | undefined): Wait {
    if (!node) throw new RangeError('no way leads on from nothing');
    for (let at = this.looked.get(node) ?? 0; ; at += 1) {
      const wait = node.waits[at];
      if (!wait) throw new RangeError(`${node.step.id} waits for nothing`);
      if (wait.gone || wait.from.no > 0) continue;
      this.looked.set(node, at);
      return wait;
    }
  }

  /** The waits that are no more. */
  private open(circle: readonly Wait[]): readonly Wait[] {
    const idle = lowest(circle.filter(({ to }) => to.standing !== 'ready'));
    if (idle) return this.drop(idle);
    const half = lowest(circle.filter(({ kind, from }) => kind === 'needs' && from.first));
    if (half?.from.first) {
      connect('needs', half.from.first, half.to);
      return this.drop(half);
    }
    const whole = circle.filter(({ to }) => !to.first);
    const refs = whole.filter(({ kind }) => kind === 'ref');
    const bare = busiest(refs.filter(({ to }) => to.step.action === 'create'));
    if (bare) return this.split(bare, undefined);
    const taking = busiest(whole.filter((wait) => temporaryOf(wait) !== ''));
    if (taking) return this.split(taking, temporaryOf(taking));
    const loosened = busiest(refs.filter(({ to }) => to.step.action === 'update'));
    if (loosened) return this.split(loosened, undefined);
    return this.giveUp(circle);
  }

  /** The field of the wait is set by a second half, which waits for what the field waits for. */
  private split(wait: Wait, until: string | undefined): readonly Wait[] {
    const { to: node, field } = wait;
    node.later ??= new Map();
    node.later.set(field, until);
    const second = node.second ?? this.secondOf(node);
    for (const one of node.waits.filter((other) => other.field === field && !other.gone)) {
      connect(one.kind, one.from, second, field);
      this.drop(one);
    }
    return [wait];
  }

  private secondOf(node: StepNode): StepNode {
    const second = nodeOf(node.step, node.rank, node);
    node.second = second;
    second.place = node.rank * 2 + 1;
    connect('half', node, second);
    // Who needs the step needs all of it.
    for (const wait of node.followers.filter(({ kind, gone }) => kind === 'needs' && !gone)) {
      connect('needs', second, wait.to);
      this.drop(wait);
    }
    this.born(second);
    return second;
  }

  private giveUp(circle: readonly Wait[]): readonly Wait[] {
    const nodes = circle.map(({ to }) => to);
    const names = nodes.slice(0, NAMES_SHOWN_MAX).map(({ step }) => describeStep(step));
    const more = nodes.length - names.length;
    const rest = more > 0 ? ` and ${more} more` : '';
    const message = nodes.length === 1 ? 'waits for itself' : `waits in a circle: ${names.join(', ')}${rest}`;
    for (const node of nodes) {
      node.standing = 'conflict';
      node.reason = { code: 'circle', message, override: '' };
    }
    return circle.flatMap((wait) => this.drop(wait));
  }

  private drop(wait: Wait): readonly Wait[] {
    wait.gone = true;
    if (wait.from.no === 0) {
      wait.to.open -= 1;
      if (wait.to.open === 0) this.release(wait.to);
    }
    return [wait];
  }
}

/** The one that most others wait for: opened there, most circles open at once. */
function busiest(waits: readonly Wait[]): Wait | undefined {
  return best(waits, ({ to }) => -to.followers.length);
}

function lowest(waits: readonly Wait[]): Wait | undefined {
  return best(waits, () => 0);
}

/** The least one; of equals the one that stands first in the plan. */
function best(waits: readonly Wait[], weight: (wait: Wait) => number): Wait | undefined {
  const before = (a: Wait, b: Wait): boolean =>
    weight(a) === weight(b) ? a.to.rank < b.to.rank : weight(a) < weight(b);
  return waits.reduce<Wait | undefined>(
    (least, wait) => (!least || before(wait, least) ? wait : least),
    undefined,
  );
}

/** Empty: there is none. */
function temporaryOf({ kind, field, to: { step } }: Wait): string {
  if (kind !== 'take' || (step.action !== 'create' && step.action !== 'update')) return '';
  return step.takes.find((take) => take.field === field)?.temporary ?? '';
}

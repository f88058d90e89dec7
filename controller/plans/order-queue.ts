/** Steps that may be placed now; the lowest `place` comes out first. A binary heap. */
import type { StepNode } from './order-graph.ts';

export class StepQueue {
  private readonly heap: StepNode[] = [];

  add(node: StepNode): void {
    const { heap } = this;
    let at = heap.push(node) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || parent.place <= node.place) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = node;
  }

  take(): StepNode | undefined {
    const { heap } = this;
    const [top] = heap;
    const last = heap.pop();
    if (last && last !== top) this.sink(last);
    return top;
  }

  private sink(node: StepNode): void {
    const { heap } = this;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const isRight = left && right && right.place < left.place;
      const child = isRight ? right : left;
      if (!child || child.place >= node.place) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = node;
  }
}

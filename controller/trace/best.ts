/** The answers of several sites made one. */
import { WaysideError } from '../../shared/errors.ts';
import type { Located } from './facts.ts';

/** The stronger the lower. */
const RANK = { found: 0, several: 1, 'not-an-endpoint': 2, 'not-all-answered': 3, 'not-found': 4 } as const;

/** The site with the strongest answer speaks; an address found at two sites is told as several. */
export function best(answers: readonly Located[]): Located {
  const sorted = [...answers].sort(
    (a, b) => RANK[a.verdict] - RANK[b.verdict] || confidence(b) - confidence(a),
  );
  const [first, second] = sorted;
  if (!first) throw new WaysideError('INTERNAL', 'a trace without a site');
  if (first.verdict !== 'found' || second?.verdict !== 'found') return first;
  const edges = sorted.filter((one) => one.verdict === 'found').flatMap((one) => one.edges);
  return {
    ...first,
    verdict: 'several',
    edges,
    summary: `${first.summary} It is also seen at another site: ${second.summary}`,
  };
}

function confidence(located: Located): number {
  return located.edges[0]?.confidence ?? 0;
}

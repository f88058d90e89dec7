/** Labels that the configuration gives this agent: `name=value`, told at each hello. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import { AGENT_LABELS_MAX, agentLabelProblem } from '../../shared/model/index.ts';

/** Error: INVALID_INPUT that names each wrong one. */
export function parseLabels(texts: readonly string[]): Readonly<Record<string, string>> {
  const labels = new Map<string, string>();
  const violations: FieldViolation[] = [];
  for (const [at, text] of texts.entries()) {
    const [name = '', ...rest] = text.split('=');
    const value = rest.join('=');
    const problem = labels.has(name) ? 'is there twice' : agentLabelProblem(name, value);
    if (problem) violations.push({ field: `labels[${at}]`, message: `"${text.slice(0, 80)}" ${problem}` });
    labels.set(name, value);
  }
  if (labels.size > AGENT_LABELS_MAX)
    violations.push({ field: 'labels', message: `must be at most ${AGENT_LABELS_MAX}` });
  if (violations.length === 0) return Object.fromEntries(labels);
  const words = violations.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new WaysideError('INVALID_INPUT', `the configuration is wrong: ${words}`, { violations });
}

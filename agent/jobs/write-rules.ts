/** `writes.*` of the configuration, as the guard wants it. */
import { type AgentConfig, declaredOperatorKeys } from '../../shared/config/index.ts';
import { WaysideError } from '../../shared/errors.ts';
import { parseRef } from '../../shared/model/index.ts';
import { parsePattern } from '../../shared/seal/index.ts';
import { WRITE_ACTIONS, type WriteRules } from './approval.ts';

/** Error: INVALID_INPUT: a list that says less than was meant must not go unseen. */
export function writeRulesOf(writes: AgentConfig['writes']): WriteRules {
  const { enabled, sources, actions, approval, operatorKeys, perMinute } = writes;
  const violations = [
    ...actions.flatMap((action, at) =>
      WRITE_ACTIONS.includes(action)
        ? []
        : [
            {
              field: `writes.actions[${at}]`,
              message: `"${action.slice(0, 40)}" is none of ${WRITE_ACTIONS.join(', ')}`,
            },
          ],
    ),
    ...sources.flatMap((source, at) =>
      isPlace(source)
        ? []
        : [
            {
              field: `writes.sources[${at}]`,
              message: `"${source.slice(0, 80)}" is no id, address, network or *`,
            },
          ],
    ),
  ];
  if (violations.length > 0) {
    const words = violations.map(({ field, message }) => `${field} ${message}`).join('; ');
    throw new WaysideError('INVALID_INPUT', `the configuration is wrong: ${words}`, { violations });
  }
  return { enabled, sources, actions, approval, perMinute, operatorKeys: declaredOperatorKeys(operatorKeys) };
}

/** An id reads as the name of a host, too. */
function isPlace(text: string): boolean {
  if (parsePattern(text)) return true;
  try {
    return parseRef(text).kind === 'source';
  } catch {
    // No reference either.
    return false;
  }
}

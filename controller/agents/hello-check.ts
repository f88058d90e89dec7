/** What the hello of an agent may hold: all of it is kept while the agent is there, and shown to people. */
import { type FieldViolation, WaysideError } from '../../shared/errors.ts';
import { AGENT_LABELS_MAX, agentLabelProblem } from '../../shared/model/index.ts';
import { hasSteering } from '../../shared/runtime/index.ts';
import type { Hello } from '../../shared/wire/index.ts';

/** Of a version, an operating system, an id, the name of a capability. */
const TEXT_CHARS_MAX = 200;
const CAPABILITIES_MAX = 200;
/** An agent keeps no more than 1000. */
const ATTEMPTS_MAX = 2000;

/** Error: INVALID_INPUT that names each wrong field. */
export function checkHello(hello: Hello): void {
  const { capabilities, attempts, protocolMinor = 0 } = hello;
  const labels = Object.entries(hello.labels ?? {});
  const texts = {
    ...{ bootId: hello.bootId, softwareVersion: hello.softwareVersion, nodeVersion: hello.nodeVersion },
    ...{ os: hello.os, outboxId: hello.outboxId },
  };
  const counts = {
    ...{ sessionNumber: hello.sessionNumber, protocolVersion: hello.protocolVersion },
    ...{
      targetSlots: hello.targetSlots,
      protocolMinor,
      ...hello.slots,
      durableSeq: hello.durableSeq,
      acknowledgedSeq: hello.acknowledgedSeq,
      bootNumber: hello.bootNumber ?? 0,
      grantedNumber: hello.grantedNumber ?? 0,
    },
  };
  const line = `must be one line of at most ${TEXT_CHARS_MAX} characters`;
  const violations: readonly (FieldViolation | false)[] = [
    ...Object.entries(texts).map(([field, text]) => !isLine(text) && { field, message: line }),
    ...Object.entries(counts).map(([field, count]) => count < 0 && { field, message: 'must not be below 0' }),
    ...[!capabilities.every(isLine) && { field: 'capabilities', message: `each ${line}` }],
    capabilities.length > CAPABILITIES_MAX && {
      ...{ field: 'capabilities', message: `must be at most ${CAPABILITIES_MAX}` },
    },
    labels.length > AGENT_LABELS_MAX && { field: 'labels', message: `must be at most ${AGENT_LABELS_MAX}` },
    !labels.every(([name, value]) => isLine(value) && !agentLabelProblem(name, value)) && {
      ...{ field: 'labels', message: 'must be name=value' },
    },
    attempts.length > ATTEMPTS_MAX && { field: 'attempts', message: `must be at most ${ATTEMPTS_MAX}` },
    !attempts.every(({ jobId }) => isLine(jobId)) && { field: 'attempts', message: `job ids: ${line}` },
  ];
  const found = violations.filter((one) => one !== false);
  const [first] = found;
  if (!first) return;
  throw new WaysideError('INVALID_INPUT', `the hello is refused: ${first.field} ${first.message}`, {
    violations: found.map(({ field, message }) => ({ field: `hello.${field}`, message })),
  });
}

function isLine(text: string): boolean {
  return text.length <= TEXT_CHARS_MAX && !hasSteering(text);
}

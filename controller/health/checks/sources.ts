/** Sources whose last scan failed, or gave only a part. */
import { foundBy, type ReasonedFinding } from '../../../shared/model/index.ts';
import type { Check } from '../check.ts';
import type { SourceState, SourceWatch } from '../source-watch.ts';

export function sourcesCheck(watch: SourceWatch): Check {
  // The same finding for the same state: whoever compares them need not look into each.
  const findings = new WeakMap<SourceState, ReasonedFinding>();
  const remembered = (state: SourceState): ReasonedFinding => {
    const finding = findings.get(state) ?? findingOf(state);
    findings.set(state, finding);
    return finding;
  };
  return {
    name: 'sources',
    reasons: ['source-failed', 'source-partial', 'source-host-key'],
    of: 'sites',
    run: () => (watch.isCurrent ? Array.from(watch.troubles(), remembered) : undefined),
    well: () => 'no source failed its last scan',
  };
}

/** Nobody logs in to it until a person has looked: that is told at once, and apart from what passes by itself. */
function changedKey({ ref, name, since, words }: SourceState): ReasonedFinding {
  return foundBy('sources', 'source-host-key', {
    ...{ site: ref.site, subject: ref, subjectName: name, since },
    message: `${name} of site ${ref.site} shows another host key than the pinned one; nothing is sent to it`,
    detail: words,
    hint: `See both keys and compare them at the device: wayside switch hostkey ls ${name} --site ${ref.site}`,
  });
}

function findingOf(state: SourceState): ReasonedFinding {
  const { ref, name, failed, since, code, words } = state;
  if (code === 'HOST_KEY_MISMATCH' && failed) return changedKey(state);
  const what = failed ? 'could not be read' : 'could be read only in part';
  return foundBy('sources', failed ? 'source-failed' : 'source-partial', {
    ...{ site: ref.site, subject: ref, subjectName: name, since },
    message: `${name} of site ${ref.site} ${what}: ${code}`,
    // It names how the source is reached.
    detail: words,
    hint: `Try it now: wayside source test ${name} --site ${ref.site}`,
  });
}

import { type LineReader, parserOf, type Sink } from '../../parse/index.ts';
import type { LineParser } from '../../platform.ts';

/** Which member answers, drawn above the prompt or above its part of the answer: `{master:0}`, `fpc0:`. */
const MEMBER = /^(?:\{[\w:-]{1,32}\}|\[edit[^\]]{0,200}\]|(?:fpc|node|member|lcc|sfc|re)\d{1,2}:)$/;
const RULER = /^-{5,}$/;

/** A parser whose reader never sees the lines about members. */
export function junosParser<Row>(makeReader: (sink: Sink<Row>) => LineReader): () => LineParser<Row> {
  return parserOf<Row>((sink) => {
    const reader = makeReader(sink);
    return {
      line(text) {
        const trimmed = text.trim();
        if (!MEMBER.test(trimmed) && !RULER.test(trimmed)) reader.line(text);
      },
      blank: () => reader.blank?.(),
      isWhole: (text) => reader.isWhole?.(text) ?? false,
      end: () => reader.end?.(),
    };
  });
}

/** JSON and YAML of API messages: the values as they are, nothing that could steer a terminal. */
import type { Json } from '../../../shared/model/index.ts';
import { escapeQuoted, hasSteering } from '../../../shared/runtime/index.ts';

/** Indented, for one document. */
export function formatJson(value: Json): string {
  return `${escapeQuoted(JSON.stringify(value, null, 2))}\n`;
}

/** On one line, for streams. */
export function formatJsonLine(value: Json): string {
  return `${escapeQuoted(JSON.stringify(value))}\n`;
}

/** One document; `---` stands before each when several follow each other. */
export async function formatYaml(value: Json, position: 'only' | 'next' = 'only'): Promise<string> {
  const { Document, isScalar, visit } = await import('yaml');
  const document = new Document(value);
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string' && hasSteering(node.value))
        node.type = 'QUOTE_DOUBLE';
    },
  });
  const text = escapeQuoted(document.toString({ lineWidth: 0 }));
  return position === 'next' ? `---\n${text}` : text;
}

/** A YAML file as a flat list of its leaves, each with its line, and the problems that need no key table to see. */
import { readFileSync, statSync } from 'node:fs';
import { type Document, isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { FieldViolation } from '../errors.ts';
import { WaysideError } from '../errors.ts';
import { isKeySpec, type KeySpec, type KeyTree } from './key-spec.ts';

export const CONFIG_FILE_MAX_BYTES = 1_048_576;

export interface FileLeaf {
  readonly key: string;
  /** `undefined`: no such key is declared. */
  readonly spec: KeySpec | undefined;
  readonly raw: unknown;
  readonly line: number;
  /** Of a place within its value, such as `[1].cron`; the nearest one that is there. */
  readonly lineAt: (path: string) => number;
}

export interface FileContent {
  readonly leaves: readonly FileLeaf[];
  readonly violations: readonly FieldViolation[];
}

/** Text of a configuration file, a context file or a certificate. Errors: NOT_FOUND, INVALID_INPUT when it is too large or not readable. */
export function readConfigText(path: string): string {
  try {
    if (statSync(path).size > CONFIG_FILE_MAX_BYTES) {
      throw new WaysideError('INVALID_INPUT', `${path} is larger than ${CONFIG_FILE_MAX_BYTES} bytes`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof WaysideError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      throw new WaysideError('NOT_FOUND', `there is no file ${path}`, { cause: error });
    }
    throw new WaysideError('INVALID_INPUT', `cannot read ${path}: ${code ?? String(error)}`, {
      cause: error,
    });
  }
}

/** Takes the text apart along the table of keys. Never throws for what the text holds. */
export function parseConfigText(text: string, tree: KeyTree): FileContent {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (node: unknown): number =>
    lines.linePos((node as ParsedNode | undefined)?.range?.[0] ?? 0).line;
  const violations: FieldViolation[] = document.errors.map((error) => ({
    field: `line ${lines.linePos(error.pos[0]).line}`,
    message: `is not valid YAML: ${error.message}`,
  }));
  const leaves: FileLeaf[] = [];
  if (violations.length > 0 || document.contents === null || isEmptyScalar(document.contents)) {
    return { leaves, violations };
  }
  if (!isMap(document.contents)) {
    return {
      leaves,
      violations: [{ field: 'line 1', message: 'must hold keys and values, such as "log:"' }],
    };
  }
  walkMap({ document, lineOf, leaves, violations }, document.contents, { tree, prefix: '' });
  return { leaves, violations };
}

interface Walk {
  readonly document: Document;
  readonly lineOf: (node: unknown) => number;
  readonly leaves: FileLeaf[];
  readonly violations: FieldViolation[];
}

function walkMap(
  walk: Walk,
  map: { readonly items: readonly { readonly key: unknown; readonly value: unknown }[] },
  { tree, prefix }: { readonly tree: KeyTree; readonly prefix: string },
): void {
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '?';
    const dotted = `${prefix}${name}`;
    const line = walk.lineOf(key);
    const node = Object.hasOwn(tree, name) ? tree[name] : undefined;
    if (node === undefined || isKeySpec(node)) {
      const raw = plainValue(walk.document, value);
      // `key:` with nothing behind it is the same as no key at all.
      const lineAt = (path: string): number => lineWithin(value, path, walk.lineOf) ?? line;
      if (node === undefined || raw !== null)
        walk.leaves.push({ key: dotted, spec: node, raw, line, lineAt });
    } else if (isMap(value)) {
      walkMap(walk, value, { tree: node, prefix: `${dotted}.` });
    } else if (!isEmptyScalar(value)) {
      const first = Object.keys(node)[0];
      walk.violations.push({
        field: `${dotted} (line ${line})`,
        message: `must hold keys, such as "${first}:"`,
      });
    }
  }
}

/** Line of `[1].cron` in a list of maps, or of `[1]` where it has no such key. */
function lineWithin(list: unknown, path: string, lineOf: (node: unknown) => number): number | undefined {
  const [, index = '', name] = /^\[(\d+)\](?:\.(.+))?$/.exec(path) ?? [];
  const group = isSeq(list) && index !== '' ? list.items[Number(index)] : undefined;
  if (group === undefined) return undefined;
  const pair = isMap(group) ? group.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
  return lineOf(pair?.key ?? group);
}

/** `undefined`, which no key accepts, when aliases would blow the value up. */
function plainValue(document: Document, node: unknown): unknown {
  if (!isNode(node)) return node;
  try {
    return node.toJS(document);
  } catch {
    return undefined;
  }
}

interface ToJs {
  toJS(document: Document): unknown;
}

function isNode(value: unknown): value is ToJs {
  return typeof value === 'object' && value !== null && 'toJS' in value;
}

function isEmptyScalar(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

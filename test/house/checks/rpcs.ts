/**
 * Refuses an rpc without handler or contract test. The convention is in the names:
 *   proto/wayside/v1/job.proto   service JobService { rpc CancelJob … }
 *   controller/api/job.ts        an object with the member `CancelJob`
 *   test/contract/….test.ts      a test that asserts, with `JobService.CancelJob` in its title
 */
import { type Module, propertyName, walk } from '../source.ts';
import { testsOf } from '../tests.ts';
import { type Tree, type Violation, violation } from '../tree.ts';

export interface Rpc {
  readonly service: string;
  readonly rpc: string;
  readonly path: string;
  readonly line: number;
}

const PROTOS = 'proto/wayside/v1/';
const HANDLERS = 'controller/api/';
const CONTRACT_TESTS = 'test/contract/';

export function checkRpcs(tree: Tree): readonly Violation[] {
  const titles = tree.modules
    .filter(({ path }) => path.startsWith(CONTRACT_TESTS))
    .flatMap(testsOf)
    .filter(({ asserts }) => asserts)
    .map(({ title }) => title);
  return rpcsOf(tree).flatMap(({ service, rpc, path, line }) => {
    const handler = handlerPath(path);
    const handled = tree.modules.some((module) => module.path === handler && membersOf(module).has(rpc));
    const name = new RegExp(`\\b${service}\\.${rpc}\\b`);
    const tested = titles.some((title) => name.test(title));
    return [
      ...(handled
        ? []
        : [violation(path, line, `${service}.${rpc} has no handler: ${handler} needs \`${rpc}\``)]),
      ...(tested
        ? []
        : [
            violation(
              path,
              line,
              `${service}.${rpc} has no contract test: name it in a title in ${CONTRACT_TESTS}`,
            ),
          ]),
    ];
  });
}

/** Every rpc that the .proto files declare. */
export function rpcsOf(tree: Tree): readonly Rpc[] {
  const protos = tree.files.filter(({ path }) => path.startsWith(PROTOS) && path.endsWith('.proto'));
  return protos.flatMap(({ path, text }) => {
    let service = '';
    return text.split('\n').flatMap((line, at) => {
      // buf format keeps each declaration at the start of a line of its own; comments start with //.
      service = /^\s*service (\w+)/.exec(line)?.[1] ?? service;
      const rpc = /^\s*rpc (\w+)/.exec(line)?.[1];
      return rpc === undefined ? [] : [{ service, rpc, path, line: at + 1 }];
    });
  });
}

/** proto/wayside/v1/join_token.proto -> controller/api/join-token.ts */
function handlerPath(proto: string): string {
  const name = proto.slice(PROTOS.length, -'.proto'.length);
  return `${HANDLERS}${name.replaceAll('_', '-')}.ts`;
}

/** The names of all object members and methods of a module. */
function membersOf(module: Module): ReadonlySet<string> {
  const names = new Set<string>();
  walk(module.program, (node) => {
    if (node.type !== 'Property' && node.type !== 'MethodDefinition') return;
    const name = propertyName(node.key, node.computed);
    if (name !== undefined) names.add(name);
  });
  return names;
}

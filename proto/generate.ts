/**
 * Makes `proto/gen` from the .proto files: type-only files for shared/wire, and `descriptors.binpb` for reflection.
 * Reflection needs descriptors as the compiler made them: those that are rebuilt at run time lose their imports,
 * and then no foreign client can see a service.
 */
import { execFile } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../shared/runtime/index.ts';

const run = promisify(execFile);

const TYPE_FLAGS = [
  '--longs=String',
  '--enums=String',
  '--defaults',
  '--oneofs',
  '--grpcLib=@grpc/grpc-js',
  '--includeComments',
  '--importFileExtension=.ts',
  '--targetFileExtension=.ts',
  '--includeDirs=proto',
] as const;

const PROTO_FOLDERS = ['wayside/v1', 'google/rpc'] as const;

/** Writes all generated files into `outDir` (absolute); what was there before is taken away. */
export async function generateProtos(outDir: string): Promise<void> {
  const root = packageRoot();
  const files = await protoFiles(join(root, 'proto'));
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  await run(bin(root, 'proto-loader-gen-types'), [...TYPE_FLAGS, `--outDir=${outDir}`, ...files], {
    cwd: root,
  });
  // One unused file per .proto that would tie all types together.
  await Promise.all(files.map((file) => rm(join(outDir, `${basename(file, '.proto')}.ts`))));
  await run(
    bin(root, 'buf'),
    [
      'build',
      'proto',
      '--as-file-descriptor-set',
      '--exclude-source-info',
      '-o',
      join(outDir, 'descriptors.binpb'),
    ],
    { cwd: root },
  );
}

async function protoFiles(dir: string): Promise<string[]> {
  const files: string[] = [];
  for (const folder of PROTO_FOLDERS) {
    const names = await readdir(join(dir, folder));
    files.push(
      ...names
        .filter((name) => name.endsWith('.proto'))
        .sort()
        .map((name) => `${folder}/${name}`),
    );
  }
  return files;
}

function bin(root: string, name: string): string {
  return join(root, 'node_modules', '.bin', name);
}

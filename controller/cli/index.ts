export type { Api } from './api.ts';
export { type DevMesh, type DevMeshOptions, startDevMesh } from './dev/mesh.ts';
export { type ExitCode, exitCodes } from './exit-codes.ts';
export type { Engine, Host, In, Out, Target } from './host.ts';
export { runCli } from './run.ts';

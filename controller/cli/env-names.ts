/** Names in the environment that the command line knows, with their meaning. */

export async function envNames(): Promise<readonly (readonly [name: string, doc: string])[]> {
  const { describeConfig } = await import('../../shared/config/index.ts');
  return [
    ...describeConfig('cli').map(({ env, doc }) => [env, doc] as const),
    ['NO_COLOR', 'Any value: no colours.'],
    ['CLICOLOR_FORCE', 'Any value but 0: colours in pipes too.'],
    ['XDG_CONFIG_HOME', 'Folder that holds wayside/config.yaml, the context file; default ~/.config.'],
  ];
}

import { availableParallelism } from 'node:os';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

// Two projects: `house` is the repo checking itself (part of `npm run check`), `rooms` is everything else.
//
// All cores work, and the files that a worker runs share the modules it has loaded: to load them anew for each took half
// of the time. `test/setup.ts` sees to it that files share nothing else. One that fails in company alone: `--isolate`.
const config: ViteUserConfig = defineConfig({
  test: {
    isolate: false,
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: { name: 'house', include: ['test/house/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['**/*.test.ts'],
          exclude: ['test/house/**', 'node_modules/**', 'dist/**'],
          setupFiles: ['test/setup.ts'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});

export default config;

import { defineConfig, type ViteUserConfig } from 'vitest/config';

// Two projects: `house` is the repo checking itself (part of `npm run check`), `rooms` is everything else.
const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      { test: { name: 'house', include: ['test/house/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'rooms',
          include: ['**/*.test.ts'],
          exclude: ['test/house/**', 'node_modules/**', 'dist/**'],
          testTimeout: 30_000,
        },
      },
    ],
  },
});

export default config;

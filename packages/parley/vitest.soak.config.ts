import { defineConfig } from "vitest/config";

/** Long runs, behind a command of their own: `npm run soak`. */
export default defineConfig({
  test: {
    include: ["test/soak/**/*.test.ts"],
    maxWorkers: 1,
    testTimeout: 1_800_000,
    reporters: ["verbose"],
  },
});

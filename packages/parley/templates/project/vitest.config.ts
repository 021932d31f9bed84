import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    // Every file has a database of its own, so modules may be shared between files.
    isolate: false,
    pool: "threads",
    // A test mostly waits for the database, so that no core is left over for Vitest itself.
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});

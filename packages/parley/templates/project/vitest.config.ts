import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/global-setup.ts",
    // Every file has a database of its own, so modules may be shared between files.
    isolate: false,
    pool: "threads",
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});

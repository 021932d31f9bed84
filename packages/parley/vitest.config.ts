import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/soak/**", "test/apps/*/**", "test/samples/**", "**/node_modules/**"],
    pool: "threads",
    // No file leaves anything behind in its modules, and each would load all sources anew.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: process.env["CI"] ? ["default"] : ["dot"],
  },
});

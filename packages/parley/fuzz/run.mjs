/** Runs the fuzz command from its TypeScript, by Vite's module runner: nothing has to be built before. */
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const server = await createServer({
  root: fileURLToPath(new URL("..", import.meta.url)),
  configFile: false,
  logLevel: "silent",
  appType: "custom",
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { main } = await server.ssrLoadModule("/fuzz/main.ts");
  process.exitCode = await main(process.argv.slice(2));
} finally {
  await server.close();
}

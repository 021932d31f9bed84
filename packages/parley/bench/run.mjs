/** Runs a bench from its TypeScript by Vite's module runner: `node bench/run.mjs scale 10 100`. */
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const [name = "", ...words] = process.argv.slice(2);
const server = await createServer({
  root: fileURLToPath(new URL("..", import.meta.url)),
  configFile: false,
  logLevel: "silent",
  appType: "custom",
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { main } = await server.ssrLoadModule(`/bench/${name}.ts`);
  process.exitCode = await main(words);
} finally {
  await server.close();
}

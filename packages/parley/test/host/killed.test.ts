import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { emitProject } from "../../src/host/emit.ts";
import { placeFiles } from "../../src/host/staging.ts";
import { connectionProblem } from "../../src/host/databases.ts";
import { linkDependencies } from "../../src/host/verify.ts";
import { dependencies, temporaryDirectory } from "./fixture.ts";

const sources = join(import.meta.dirname, "../../src");

/** This room as JavaScript, so that a process of its own can run it and be killed. */
async function buildRoom(script: string): Promise<string> {
  const directory = await temporaryDirectory();
  const files = new Map([["package.json", '{ "type": "module" }']]);
  for (const room of ["diagnostic", "host"]) {
    for (const name of await readdir(join(sources, room))) {
      files.set(`src/${room}/${name}`, await readFile(join(sources, room, name), "utf8"));
    }
  }
  const emitted = await emitProject(files, dependencies);
  if (!emitted.ok) throw new Error(emitted.diagnostics[0]?.message);
  await placeFiles(directory, new Map([...files, ...emitted.value]));
  await linkDependencies(directory, dependencies);
  await writeFile(join(directory, "script.mjs"), script);
  return directory;
}

const script = `import { mkdir, writeFile } from "node:fs/promises";
import { startServer } from "./dist/host/postgres.js";
import { bootProject } from "./dist/host/boot.js";

await mkdir("backend/dist", { recursive: true });
await writeFile("backend/package.json", '{ "type": "module" }');
await writeFile("backend/dist/main.js", \`import { createServer } from "node:http";
createServer((_, response) => response.end()).listen(process.env.PORT, "127.0.0.1");\`);
const server = await startServer({ environment: { ...process.env, TEST_DATABASE_URL: "" } });
const backend = await bootProject({ directory: "backend", environment: {} });
console.log(JSON.stringify([server.value.url, backend.value.url]));
setInterval(() => undefined, 1000);
`;

test.skipIf(process.platform === "win32")(
  "a killed process takes its server and its backend with it",
  async () => {
    const directory = await buildRoom(script);
    const child = spawn(process.execPath, ["script.mjs"], {
      cwd: directory,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    const [database = "", backend = ""] = JSON.parse(line) as string[];
    expect(await connectionProblem(database)).toBeUndefined();
    expect((await fetch(backend)).ok).toBe(true);

    child.kill("SIGKILL");
    await once(child, "exit");
    await expect.poll(() => connectionProblem(database), { timeout: 10_000 }).toMatch("ECONNREFUSED");
    const answers = () =>
      fetch(backend).then(
        () => true,
        () => false,
      );
    await expect.poll(answers, { timeout: 10_000 }).toBe(false);
  },
  30_000,
);

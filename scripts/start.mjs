// `npm start`: builds Parley when its sources are newer, then turns a message into a backend below out/.
//   npm start
//   npm start -- "Members borrow books; a book can be lent to one member at a time."
//   npm start -- "…" --model ollama/qwen3
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const parley = join(root, "packages", "parley");
const example =
  "I want to create a Todo list application. When I build an application, I only want the minimum functionality " +
  "required for Todo list. Since I'm not familiar with programming, please write a requirements analysis report as you see fit.";

const given = process.argv.slice(2);
const firstOption = given.findIndex((word) => word.startsWith("-"));
const words = firstOption < 0 ? given : given.slice(0, firstOption);
const options = firstOption < 0 ? [] : given.slice(firstOption);
const message = words.length > 0 ? words.join(" ") : example;

build();
const directory = directoryFor(await nameOf(message));
const place = relative(process.cwd(), directory) || ".";
console.error(`${existsSync(directory) ? "Going on with" : "Making"} ${place}\n`);
run(process.execPath, [join(parley, "bin", "parley.mjs"), "new", place, "--message", message, ...options]);

/** The stamp is written last, so that a build that was interrupted or failed is done again. */
function build() {
  const stamp = join(parley, "dist", ".built");
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= newest(join(parley, "src"))) return;
  console.error("Building Parley (once)");
  run("npm", ["run", "--silent", "build"], { cwd: root, shell: process.platform === "win32" });
  writeFileSync(stamp, "");
}

function newest(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

/** A free directory, or that of a project which began with this message. */
function directoryFor(name) {
  const plain = join(root, "out", name);
  if (!existsSync(plain) || firstMessage(plain) === message) return plain;
  return `${plain}-${createHash("sha256").update(message).digest("hex").slice(0, 6)}`;
}

function firstMessage(project) {
  const log = join(project, ".parley", "log.jsonl");
  if (!existsSync(log)) return undefined;
  const line = readFileSync(log, "utf8").split("\n")[1];
  return line ? JSON.parse(line).said?.text : undefined;
}

/** The title that Parley would give the project, else the message's first words. */
async function nameOf(text) {
  const words = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const name = words.slice(0, 5).join("-").slice(0, 40) || "backend";
  const load = (module) => import(pathToFileURL(join(parley, "dist", module)).href);
  const { readConversation } = await load("reading/read.js");
  const { kebabCase } = await load("text/names.js");
  const { requirements } = readConversation([{ seq: 1, said: { type: "text", text } }], { name });
  return (requirements && kebabCase(requirements.title).slice(0, 40)) || name;
}

function run(command, parameters, settings = {}) {
  const { status, signal, error } = spawnSync(command, parameters, { stdio: "inherit", ...settings });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? (signal === "SIGINT" ? 130 : 1));
}

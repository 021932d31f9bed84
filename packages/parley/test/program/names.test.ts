import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import { ensureDependencies } from "../../src/host/dependencies.ts";
import { typecheck } from "../../src/host/typecheck.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { printBuilders } from "../../src/scenario/print/builders.ts";
import type { Backend } from "./backend.ts";
import { formsBackend } from "./forms.ts";
import { projectOf } from "./project.ts";

/** The same backend with models and schemas called otherwise. */
function renamed(backend: Backend, names: Readonly<Record<string, string>>): Backend {
  const text = JSON.stringify(backend).replaceAll(/"(\w+)"/g, (word, name: string) =>
    Object.hasOwn(names, name) ? JSON.stringify(names[name]) : word,
  );
  return JSON.parse(text);
}

const roles = "Room Booking Message CreateRoom UpdateRoom CreateBooking UpdateBooking CancelBooking".split(
  " ",
);
const others = "CreateMessage TurnoverRow Measured Tokens Join SignIn Refresh Me".split(" ");

/** Names of what printed files import, declare beside schemas, or know without an import. */
test.each([
  "Post Event Client Body Patch Page Query Problem Request Response Prisma Actor Injectable Controller Param Module",
  "Page Request Actor Get Delete Access Res Headers HttpCode File Event ClientOptions ProblemError ProblemDocument Header Response",
  "Body Query File Put CurrentActor Client Problem Blob Order Comment Crypto FormData Event Decimal Post ProblemType",
])("models and schemas may be called %s", async (list) => {
  const names = list.split(" ");
  const map = Object.fromEntries([...roles, ...others].map((role, index) => [role, names[index]!]));
  const backend = renamed(formsBackend(), map);
  expect(checkDatabase(backend.database)).toEqual([]);
  expect(checkApi(backend.api, backend.database)).toEqual([]);
  expect(checkProgram(backend.program, backend.api, backend.database)).toEqual([]);
  const files = await projectOf(backend);
  const random = new URL("../../templates/project/test/support/random.ts", import.meta.url);
  files.set("test/support/random.ts", await readFile(random, "utf8"));
  const builders = printBuilders(backend.api);
  files.set(builders.path, builders.text);
  const dependencies = await ensureDependencies({
    manifest: files.get("package.json")!,
    lockfile: files.get("package-lock.json")!,
  });
  if (!dependencies.ok) throw new Error(dependencies.diagnostics[0]?.message);
  expect(await typecheck({ files, dependencies: dependencies.value.directory })).toEqual([]);
});

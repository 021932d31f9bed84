import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { withRuntime } from "../../src/expression/runtime.ts";
import { declarations } from "./library.ts";

const require = createRequire(import.meta.url);

const head = `
  import { Decimal } from "@prisma/client-runtime-utils";
  import { addDuration, daysBetween, hoursBetween, startOfDay, toDateOnly } from "./time.ts";
  import {
    addDurations, compareDurations, durationBetween, movedBy, sameDuration, subtractDurations, sumDurations,
  } from "./duration.ts";
  declare function decimal(value: string | number | Decimal): Decimal;
  declare function sum(values: Iterable<Decimal>): Decimal;
  ${declarations}
`;

const compilerOptions = {
  target: "es2023",
  lib: ["es2023"],
  module: "esnext",
  moduleResolution: "bundler",
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  allowImportingTsExtensions: true,
  types: [],
  skipLibCheck: true,
  paths: {
    "@prisma/client-runtime-utils": [
      require.resolve("@prisma/client-runtime-utils").replace(/index\.js$/, "index.d.ts"),
    ],
  },
};

/** The file of a generated project that computes with durations. */
export const durationCode = withRuntime([
  { path: "a.ts", text: 'import { movedBy } from "../common/duration.ts";', origins: [] },
]).find(({ path }) => path === "src/common/duration.ts")!.text;

const timeFile = new URL("../../templates/project/src/common/time.ts", import.meta.url);

/** What the compiler says about printed expressions over the names of the library; "" when all is well. */
export function typecheck(codes: readonly string[]): string {
  const functions = codes.map(
    (code, index) =>
      `export function f${index}(row: Loan, actor: { id: string; kind: "member" | "clerk" }, ` +
      `input: { title: string; note?: string; price?: Decimal }, found: Loan | null, lines: Line[], ` +
      `clock: { now(): Date }, item: string, pet: Pet, maybe: Pet | null) { return ${code}; }`,
  );
  const folder = mkdtempSync(join(tmpdir(), "parley-expression-"));
  try {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["printed.ts"] }));
    writeFileSync(join(folder, "printed.ts"), [head, ...functions].join("\n"));
    writeFileSync(join(folder, "duration.ts"), durationCode);
    copyFileSync(timeFile, join(folder, "time.ts"));
    const compiler = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
    execFileSync(process.execPath, [compiler, "-p", folder, "--pretty", "false"], { encoding: "utf8" });
    return "";
  } catch (error) {
    return String((error as { stdout?: string }).stdout ?? error);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

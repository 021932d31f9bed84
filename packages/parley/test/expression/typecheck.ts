import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { declarations } from "./library.ts";

const require = createRequire(import.meta.url);

const head = `
  import { Decimal } from "@prisma/client-runtime-utils";
  declare function addDuration(date: Date, duration: string): Date;
  declare function daysBetween(from: Date, to: Date): number;
  declare function hoursBetween(from: Date, to: Date): number;
  declare function startOfDay(date: Date): Date;
  declare function toDateOnly(date: Date): string;
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
  types: [],
  skipLibCheck: true,
  paths: {
    "@prisma/client-runtime-utils": [
      require.resolve("@prisma/client-runtime-utils").replace(/index\.js$/, "index.d.ts"),
    ],
  },
};

/** What the compiler says about printed expressions over the names of the library; "" when all is well. */
export function typecheck(codes: readonly string[]): string {
  const functions = codes.map(
    (code, index) =>
      `export function f${index}(row: Loan, actor: { id: string; kind: "member" | "clerk" }, ` +
      `input: { title: string; note?: string; price?: Decimal }, found: Loan | null, lines: Line[], ` +
      `clock: { now(): Date }, item: string) { return ${code}; }`,
  );
  const folder = mkdtempSync(join(tmpdir(), "parley-expression-"));
  try {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["printed.ts"] }));
    writeFileSync(join(folder, "printed.ts"), [head, ...functions].join("\n"));
    const compiler = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
    execFileSync(process.execPath, [compiler, "-p", folder, "--pretty", "false"], { encoding: "utf8" });
    return "";
  } catch (error) {
    return String((error as { stdout?: string }).stdout ?? error);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

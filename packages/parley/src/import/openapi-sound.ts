import { checkApi } from "../api/check/check.ts";
import { closure } from "../api/usage.ts";
import type { Operation } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { isError, keysOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Importing } from "./openapi-leaves.ts";
import { here, report } from "./openapi-report.ts";

/** Leaves out whatever does not check, with what needs it, until the rest does. */
export function keepSound({ api, diagnostics }: Importing, database: Database): void {
  for (;;) {
    const [found] = checkApi(api, database).filter(isError);
    if (!found) return;
    const [kind, name] = "pointer" in found.at ? keysOf(found.at.pointer) : [];
    const reason = found.message;
    const before = Object.keys(api.operations).length + Object.keys(api.schemas).length;
    if (kind === "operations" && name !== undefined) {
      leaveOut(diagnostics, `The operation ${name}`, reason, ["paths", api.operations[name]?.path ?? ""]);
      delete api.operations[name];
    } else if (kind === "schemas" && name !== undefined) {
      for (const [operation, node] of Object.entries(api.operations)) {
        if (!closure(api, schemasOf(node)).has(name)) continue;
        leaveOut(diagnostics, `The operation ${operation}`, reason, ["paths", node.path]);
        delete api.operations[operation];
      }
      for (const other of Object.keys(api.schemas)) {
        if (!closure(api, [other]).has(name)) continue;
        leaveOut(diagnostics, `The schema ${other}`, reason, ["components", "schemas", other]);
        delete api.schemas[other];
      }
    }
    const after = Object.keys(api.operations).length + Object.keys(api.schemas).length;
    if (after === before) throw new Error(`An import does not check: ${found.code} ${reason}`);
  }
}

function leaveOut(diagnostics: Diagnostic[], what: string, reason: string, keys: readonly string[]): void {
  diagnostics.push(report.unsound(here(keys), { what, reason }));
}

function schemasOf({ body, bodyContent, answer, answers }: Operation): string[] {
  const contents = [
    bodyContent,
    answer.content,
    ...Object.values(answers ?? {}).map(({ content }) => content),
  ];
  const media = contents.flatMap((content) => Object.values(content ?? {}).map(({ schema }) => schema));
  return [body, answer.schema, ...media].filter((name) => name !== undefined);
}

import { applyEdits, type Edit } from "../../src/backend/edits.ts";
import { assemble } from "../../src/backend/assemble.ts";
import { mergeFiles } from "../../src/backend/merge.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";
import { draftBackend } from "../scenario/drafts.ts";

const { requirements, database } = draftBackend("todo");

/** A change of the table of todos that was made for another draft of it. */
function put(change: object): Edit {
  const node = { ...database.models["Todo"]!, ...change };
  const action = { type: "put", name: "Todo", node } as const;
  return { document: "database", collection: "models", id: node.id, base: "another", origin: "hand", action };
}

const texts = (text: string): Map<string, string> => new Map([["README.md", text]]);

export const diagnosticSamples: DiagnosticSample[] = [
  { code: "edit/rebased", provoke: () => applyEdits("database", database, [put({})]).diagnostics },
  {
    code: "edit/shelved",
    provoke: () =>
      assemble(requirements, [put({ traits: [{ type: "child", relation: "nobody" }] })]).diagnostics,
  },
  {
    code: "merge/conflict",
    provoke: () => mergeFiles({ base: texts("a\n"), printed: texts("b\n"), owner: () => "c\n" }).diagnostics,
  },
  {
    code: "merge/deleted",
    provoke: () =>
      mergeFiles({ base: texts("a\n"), printed: texts("a\n"), owner: () => undefined }).diagnostics,
  },
];

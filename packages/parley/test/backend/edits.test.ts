import { describe, expect, test } from "vitest";
import { applyEdits, editsBetween, editsOf, type Edit } from "../../src/backend/edits.ts";
import { mergeFiles } from "../../src/backend/merge.ts";
import type { Database, Model } from "../../src/database/document.ts";
import { hashOf } from "../../src/schema/canonical.ts";

const model = (id: string, description: string): Model => ({
  id,
  description,
  group: "things",
  fields: {},
  relations: {},
});
const draft: Database = { enums: {}, models: { Book: model("book", "a"), Copy: model("copy", "b") } };

describe("edits", () => {
  test("the edits between two states lead from one to the other", () => {
    const after: Database = {
      enums: {},
      models: { Volume: model("book", "changed"), Loan: model("loan", "new") },
    };
    const edits = editsBetween("database", draft, draft, after, "hand");
    expect(edits.map(({ id, action }) => [id, action.type])).toEqual([
      ["book", "rename"],
      ["book", "put"],
      ["loan", "put"],
      ["copy", "remove"],
    ]);
    expect(applyEdits("database", draft, edits).document).toEqual(after);
  });

  test("an edit made for another draft stands, with a note", () => {
    const [edit] = editsBetween(
      "database",
      draft,
      draft,
      { ...draft, models: { ...draft.models, Book: model("book", "mine") } },
      "model",
    );
    const later = { ...draft, models: { ...draft.models, Book: model("book", "drafted anew") } };
    const { document, diagnostics } = applyEdits("database", later, [edit!]);
    expect(document.models["Book"]?.description).toBe("mine");
    expect(diagnostics.map(({ code }) => code)).toEqual(["edit/rebased"]);
  });

  test("a designer's difference keeps identities and gives new ones", () => {
    const difference = { put: { Copy: model("", "mine"), Shelf: model("", "new") }, remove: ["Book"] };
    const edits: Edit[] = editsOf("database", "models", draft, draft, difference, "model", (name) =>
      name.toLowerCase(),
    );
    expect(edits.map(({ id, base }) => [id, base])).toEqual([
      ["book", hashOf(draft.models["Book"])],
      ["copy", hashOf(draft.models["Copy"])],
      ["shelf", null],
    ]);
    expect(Object.keys(applyEdits("database", draft, edits).document.models)).toEqual(["Copy", "Shelf"]);
  });
});

describe("merge", () => {
  const merge = (before: string | undefined, now: string, mine: string | undefined) =>
    mergeFiles({
      base: new Map(before === undefined ? [] : [["a.ts", before]]),
      printed: new Map([["a.ts", now]]),
      owner: () => mine,
    });

  test("an untouched file is printed anew, a touched one keeps its owner's lines", () => {
    expect(merge("1\n2\n", "1\n2\n3\n", "1\n2\n").files.get("a.ts")).toBe("1\n2\n3\n");
    expect(merge("1\n2\n3\n4\n", "1\n2\n3\n5\n", "0\n2\n3\n4\n").files.get("a.ts")).toBe("0\n2\n3\n5\n");
  });

  test("where both changed the same lines the owner's stand and ours is proposed", () => {
    const merged = merge("1\n", "2\n", "3\n");
    expect(merged.files.get("a.ts")).toBe("3\n");
    expect(merged.proposals.get("a.ts")).toBe("2\n");
    expect(merged.diagnostics.map(({ code }) => code)).toEqual(["merge/conflict"]);
  });

  test("a file that its owner deleted stays deleted until it would change", () => {
    expect(merge("1\n", "1\n", undefined).files.size).toBe(0);
    expect(merge("1\n", "2\n", undefined).files.get("a.ts")).toBe("2\n");
  });
});

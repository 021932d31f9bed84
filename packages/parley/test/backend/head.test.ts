import { expect, test } from "vitest";
import { emptyRequirements } from "../../src/agent/imported.ts";
import { assemble } from "../../src/backend/assemble.ts";
import { editsBetween } from "../../src/backend/edits.ts";

const requirements = emptyRequirements("shop");

test("what stands outside of a document's collections is decided on as one node", () => {
  const { drafts, backend } = assemble(requirements, []);
  const given = {
    ...backend.api,
    profile: "foreign" as const,
    info: { title: "Their shop", version: "3", description: "" },
  };
  const edits = editsBetween("api", drafts.api, backend.api, given, "import");
  expect(edits.map(({ collection, id, action }) => [collection, id, action.type])).toEqual([["", "", "put"]]);
  const again = assemble(requirements, edits);
  expect(again.backend.api).toEqual(given);
  expect(again.diagnostics).toEqual([]);
});

test("it stands, with a note, where the draft says something else by now", () => {
  const { drafts, backend } = assemble(requirements, []);
  const given = { ...backend.api, info: { ...backend.api.info, title: "Their shop" } };
  const edits = editsBetween("api", drafts.api, backend.api, given, "hand");
  const later = assemble({ ...requirements, title: "Another" }, edits);
  expect(later.backend.api.info.title).toBe("Their shop");
  expect(later.diagnostics.map(({ code }) => code)).toEqual(["edit/rebased"]);
});

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ExampleDocument } from "../../scripts/reference/pages.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { documentNames } from "../../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { edges } from "../api/samples/edges.ts";
import * as forms from "../api/samples/forms.ts";
import { library } from "../api/samples/library.ts";
import { readBackend } from "../apps/documents.ts";
import { bookings } from "../database/bookings.ts";
import { library as libraryDatabase } from "../database/sample.ts";
import { kindsBackend } from "../program/kinds.ts";
import { draftBackend } from "../scenario/drafts.ts";
import { allKinds } from "../scenario/kinds.ts";
import { ports, teams, weather } from "./more-documents.ts";

/** Documents whose parts the reference shows; of a kind of node the first that has it. */
export function exampleDocuments(): ExampleDocument[] {
  const app = readBackend(fileURLToPath(new URL("../apps/library", import.meta.url)));
  return [
    ...partsOf(app),
    { document: "requirements", value: understood() },
    ...["issue-tracker", "club", "regatta"].flatMap((outline) => partsOf(draftBackend(outline))),
    { document: "database", value: libraryDatabase() },
    { document: "database", value: bookings() },
    { document: "api", value: library },
    { document: "api", value: edges },
    { document: "api", value: forms.forms },
    { document: "program", value: forms.program },
    { document: "database", value: teams },
    { document: "api", value: weather },
    ...partsOf(kindsBackend()),
    ...partsOf(allKinds().backend),
    { document: "program", value: ports },
  ];
}

/** What a conversation was understood as: with the blocks that were used, and sentences that are cited. */
function understood(): object {
  const outline = readFileSync(
    new URL("../reading/conversations/library/outline.md", import.meta.url),
    "utf8",
  );
  const { requirements, diagnostics } = parseOutline(outline);
  if (!requirements) throw new Error(renderForModels(diagnostics));
  return requirements;
}

function partsOf(backend: Partial<Backend>): ExampleDocument[] {
  return documentNames.flatMap((document) => {
    const value = backend[document];
    return value ? [{ document, value }] : [];
  });
}

import { NamedSchema, Operation } from "../../../api/document.ts";
import type { Database } from "../../../database/document.ts";
import { columnsOf, sidesOf } from "../../../database/fields.ts";
import { nodesText } from "../../context.ts";
import { defineStep, pickNodes } from "../../step.ts";
import { operationChunks } from "../operations.ts";
import { readPrompt } from "../prompts.ts";
import { Carried } from "../requirements.ts";

/** What operations do. */
export const program = defineStep({
  name: "design_procedures",
  version: 1,
  title: "Writing procedures",
  document: "program",
  collections: ["procedures"],
  prompt: readPrompt("program"),
  units: ({ assembly }) => {
    const { api, database, program: document, requirements } = assembly.backend;
    return operationChunks(api, requirements).map(({ key, operations, schemas, carried }) => ({
      key,
      nodes: pickNodes(document, ["procedures"], (_, name) => Object.hasOwn(operations, name)),
      expects: Object.keys(operations),
      upstream: { operations, schemas, carried },
      context: [
        nodesText("Operations", Operation, operations),
        nodesText("Their schemas", NamedSchema, schemas),
        nodesText("Requirements they carry", Carried, carried),
        `## Tables\n\n${columnsText(database)}`,
      ],
    }));
  },
});

/** Enough of the tables to write conditions: names and types. */
function columnsText(database: Database): string {
  const lines = Object.entries(database.models).map(([name, model]) => {
    const columns = columnsOf(model).map(({ name: column, field }) => {
      const type = field.enum ?? field.type;
      return `${column}: ${type}${field.nullable ? "?" : ""}`;
    });
    const sides = sidesOf(database, name).map(
      (side) => `${side.name}: ${side.many ? `list of ${side.target}` : side.target}`,
    );
    return `- ${name} { ${[...columns, ...sides].join(", ")} }`;
  });
  return lines.join("\n");
}

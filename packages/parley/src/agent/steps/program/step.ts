import type { Database } from "../../../database/document.ts";
import { columnsOf, sidesOf } from "../../../database/fields.ts";
import { NamedSchema, Operation } from "../../../api/document.ts";
import { groupsOf, operationsOf } from "../../../api/query.ts";
import { nodesText } from "../../context.ts";
import { defineStep, pickNodes } from "../../step.ts";
import { schemasOf } from "../api/step.ts";
import { Carried, requirementsOf } from "../requirements.ts";
import { readPrompt } from "../prompts.ts";

/** What the operations of a group do. */
export const program = defineStep({
  name: "design_procedures",
  version: 1,
  title: "Writing procedures",
  document: "program",
  collections: ["procedures"],
  prompt: readPrompt("program"),
  units: ({ assembly }) => {
    const { api, database, program: document, requirements } = assembly.backend;
    return groupsOf(api)
      .filter((group) => group !== "auth")
      .map((group) => {
        const operations = Object.fromEntries(operationsOf(api, group));
        const schemas = Object.fromEntries(
          [...schemasOf(api, group)].map((name) => [name, api.schemas[name]]),
        );
        const carried = requirementsOf(
          requirements,
          Object.values(operations).flatMap(({ requirements: ids }) => ids),
        );
        return {
          key: group,
          nodes: pickNodes(document, ["procedures"], (_, name) => Object.hasOwn(operations, name)),
          expects: Object.keys(operations),
          upstream: { operations, schemas, carried },
          context: [
            nodesText("Operations", Operation, operations),
            nodesText("Their schemas", NamedSchema, schemas),
            nodesText("Requirements they carry", Carried, carried),
            `## Tables\n\n${columnsText(database)}`,
          ],
        };
      });
  },
});

/** Enough of the tables to write conditions: names and types. */
function columnsText(database: Database): string {
  const lines = Object.entries(database.models).map(([name, model]) => {
    const columns = columnsOf(model).map(
      (column) =>
        `${column.name}: ${column.field.enum ?? column.field.type}${column.field.nullable ? "?" : ""}`,
    );
    const sides = sidesOf(database, name).map(
      (side) => `${side.name}: ${side.many ? `list of ${side.target}` : side.target}`,
    );
    return `- ${name} { ${[...columns, ...sides].join(", ")} }`;
  });
  return lines.join("\n");
}

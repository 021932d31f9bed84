import { groupsOf, operationsOf } from "../../../api/query.ts";
import type { Api } from "../../../api/document.ts";
import { Model } from "../../../database/document.ts";
import { nodesText } from "../../context.ts";
import { defineStep, pickNodes } from "../../step.ts";
import { Carried, requirementsOf } from "../requirements.ts";
import { readPrompt } from "../prompts.ts";

/** Operations with their bodies, one group at a time. */
export const api = defineStep({
  name: "design_operations",
  version: 1,
  title: "Designing operations",
  document: "api",
  collections: ["errors", "schemas", "operations"],
  prompt: readPrompt("api"),
  units: ({ assembly }) => {
    const { api: document, database, requirements } = assembly.backend;
    return groupsOf(document)
      .filter((group) => group !== "auth")
      .map((group) => {
        const schemas = schemasOf(document, group);
        const models = Object.entries(database.models).filter(([, model]) => model.group === group);
        const carried = requirementsOf(
          requirements,
          operationsOf(document, group).flatMap(([, { requirements: ids }]) => ids),
        );
        return {
          key: group,
          nodes: pickNodes(document, ["errors", "schemas", "operations"], (collection, name) => {
            if (collection === "operations") return document.operations[name]?.group === group;
            return collection === "schemas" && schemas.has(name);
          }),
          upstream: { models: Object.fromEntries(models), carried },
          context: [
            nodesText("Tables behind them", Model, Object.fromEntries(models)),
            nodesText("Requirements they carry", Carried, carried),
            `## Errors of the catalogue\n\n${Object.entries(document.errors)
              .map(([code, { status, title }]) => `- ${code} (${status}): ${title}`)
              .join("\n")}`,
          ],
        };
      });
  },
});

/** Names of the schemas that a group's operations take or answer with. */
export function schemasOf(document: Api, group: string): Set<string> {
  return new Set(
    operationsOf(document, group).flatMap(([, { body, answer }]) =>
      [body, answer.schema].filter((name) => name !== undefined),
    ),
  );
}

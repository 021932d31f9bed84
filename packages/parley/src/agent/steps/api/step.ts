import { Model } from "../../../database/document.ts";
import { nodesText } from "../../context.ts";
import { defineStep } from "../../step.ts";
import { operationChunks } from "../operations.ts";
import { readPrompt } from "../prompts.ts";
import { Carried } from "../requirements.ts";

/** Operations with their bodies and answers. */
export const api = defineStep({
  name: "design_operations",
  version: 1,
  title: "Designing operations",
  document: "api",
  collections: ["errors", "schemas", "operations"],
  prompt: readPrompt("api"),
  units: ({ assembly }) => {
    const { api: document, database, requirements } = assembly.backend;
    return operationChunks(document, requirements).map(({ key, group, operations, schemas, carried }) => {
      const models = Object.fromEntries(
        Object.entries(database.models).filter(([, model]) => model.group === group),
      );
      const codes = new Set(Object.values(operations).flatMap(({ errors }) => errors));
      const errors = Object.entries(document.errors).filter(([code]) => codes.has(code));
      return {
        key,
        nodes: { errors: {}, schemas, operations },
        upstream: { models, carried },
        context: [
          nodesText("Tables behind them", Model, models),
          nodesText("Requirements they carry", Carried, carried),
          `## Errors of the catalogue\n\n${errors
            .map(([code, { status, title }]) => `- ${code} (${status}): ${title}`)
            .join("\n")}`,
        ],
      };
    });
  },
});

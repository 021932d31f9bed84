import { nounsOf, statedOf } from "../../../blueprint/concepts.ts";
import { Concept } from "../../../requirements/document.ts";
import { chunked, defineStep, pickNodes, type StepState } from "../../step.ts";
import { nodesText } from "../../context.ts";
import { readPrompt } from "../prompts.ts";
import { Carried, requirementsOf } from "../requirements.ts";

const size = 8;

/** Tables, in chunks of a few models with the enums they use. */
export const database = defineStep({
  name: "design_tables",
  version: 1,
  title: "Designing tables",
  document: "database",
  collections: ["enums", "models"],
  prompt: readPrompt("database"),
  units: ({ assembly }: StepState) => {
    const { database: document, requirements } = assembly.backend;
    const names = Object.entries(document.models)
      .filter(
        ([, model]) =>
          !model.traits?.some(({ type }) => type === "account" || type === "session" || type === "outbox"),
      )
      .map(([name]) => name);
    return chunked(names, size).map((chunk, index) => {
      const enums = new Set(
        chunk.flatMap((name) =>
          Object.values(document.models[name]!.fields).flatMap((field) => field.enum ?? []),
        ),
      );
      const ids = new Set(chunk.map((name) => document.models[name]!.id));
      const nouns = nounsOf(requirements).filter(({ id }) => ids.has(id));
      const concepts = Object.fromEntries(
        Object.entries(requirements.concepts).filter(([, { id }]) => ids.has(id)),
      );
      const formals = (["limit", "uniqueness", "condition", "computed", "report"] as const).flatMap((type) =>
        statedOf(requirements, type).filter(({ formal }) =>
          nouns.some(({ name }) => name === formal.concept),
        ),
      );
      return {
        key: `tables-${index + 1}`,
        nodes: pickNodes(document, ["enums", "models"], (collection, name) =>
          collection === "enums" ? enums.has(name) : chunk.includes(name),
        ),
        upstream: { nouns, formals: formals.map(({ formal }) => formal) },
        context: [
          `## Other tables\n\n${
            Object.keys(document.models)
              .filter((name) => !chunk.includes(name))
              .join(", ") || "none"
          }`,
          nodesText("What the tables are for", Concept, concepts),
          nodesText(
            "Rules about them",
            Carried,
            requirementsOf(
              requirements,
              formals.map(({ id }) => id),
            ),
          ),
        ],
      };
    });
  },
});

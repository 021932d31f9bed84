import { NamedSchema, Operation } from "../../../api/document.ts";
import { groupsOf, operationsOf } from "../../../api/query.ts";
import { nodesText } from "../../context.ts";
import { chunked, defineStep, pickNodes } from "../../step.ts";
import { schemasOf } from "../api/step.ts";
import { Carried, requirementsOf } from "../requirements.ts";
import { readPrompt } from "../prompts.ts";

const size = 12;

/** Tests of the operations of a group. */
export const scenario = defineStep({
  name: "design_scenarios",
  version: 1,
  title: "Writing tests",
  document: "scenario",
  collections: ["scenarios"],
  prompt: readPrompt("scenario"),
  units: ({ assembly }) => {
    const { api, requirements, scenario: document } = assembly.backend;
    return groupsOf(api)
      .filter((group) => group !== "auth")
      .flatMap((group) => {
        const operations = Object.fromEntries(operationsOf(api, group));
        const schemas = Object.fromEntries(
          [...schemasOf(api, group)].map((name) => [name, api.schemas[name]]),
        );
        const carried = requirementsOf(
          requirements,
          Object.values(operations).flatMap(({ requirements: ids }) => ids),
        );
        const names = Object.entries(document.scenarios)
          .filter(([, node]) => node.group === group)
          .map(([name]) => name);
        const chunks = names.length === 0 ? [[]] : chunked(names, size);
        return chunks.map((chunk, index) => ({
          key: `${group}-${index + 1}`,
          nodes: pickNodes(document, ["scenarios"], (_, name) => chunk.includes(name)),
          upstream: { operations, schemas, carried },
          context: [
            nodesText("Operations", Operation, operations),
            nodesText("Their schemas", NamedSchema, schemas),
            nodesText("Requirements to prove", Carried, carried),
          ],
        }));
      });
  },
});

import { NamedSchema, Operation } from "../../../api/document.ts";
import { groupsOf } from "../../../api/query.ts";
import { testedOperations } from "../../../scenario/calls.ts";
import { nodesText } from "../../context.ts";
import { chunked, defineStep } from "../../step.ts";
import { partsOf } from "../operations.ts";
import { readPrompt } from "../prompts.ts";
import { Carried } from "../requirements.ts";

/** Tests of one prompt. */
const size = 6;

/** Tests of the operations, group by group. */
export const scenario = defineStep({
  name: "design_scenarios",
  version: 1,
  title: "Writing tests",
  document: "scenario",
  collections: ["scenarios"],
  prompt: readPrompt("scenario"),
  units: ({ assembly }) => {
    const { api, requirements, scenario: document } = assembly.backend;
    const all = Object.entries(document.scenarios);
    return groupsOf(api)
      .filter((group) => group !== "auth")
      .flatMap((group) =>
        chunked(
          all.filter(([, node]) => node.group === group),
          size,
        ).map((entries, index) => {
          const scenarios = Object.fromEntries(entries);
          const called = testedOperations({ scenarios });
          const operations = Object.entries(api.operations).filter(([name]) => called.has(name));
          const parts = partsOf(api, requirements, Object.fromEntries(operations));
          return {
            key: `${group}-${index + 1}`,
            nodes: { scenarios },
            upstream: parts,
            context: [
              nodesText("Operations", Operation, parts.operations),
              nodesText("Their schemas", NamedSchema, parts.schemas),
              nodesText("Requirements to prove", Carried, parts.carried),
            ],
          };
        }),
      );
  },
});

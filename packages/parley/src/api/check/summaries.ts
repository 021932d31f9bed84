import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

/** Every operation says in a line what it does. */
export const summaries: Rule = ({ api }) =>
  Object.entries(api.operations)
    .filter(([, { summary }]) => summary.trim() === "")
    .map(([name]) => report["empty-summary"](here("operations", name, "summary")));

import { defineDiagnostics } from "../../diagnostic/define.ts";

/** What can be wrong with an outline's text; all located by line and column. */
export const report = defineDiagnostics("outline", {
  expected: { severity: "error", message: "{expected} is expected here, not {found}.{suggestion}" },
  expression: { severity: "error", message: "This expression cannot be read: {problem}" },
  "unknown-section": {
    severity: "error",
    message: "{name} is neither a concept nor a part of the outline.{suggestion}",
    mend: "A concept is a heading such as `## Book`; the other parts are {parts}.",
  },
  "no-place": {
    severity: "error",
    message: "This does not belong here: {found}. What does looks like `{example}`.",
  },
  "no-title": {
    severity: "error",
    message: "An outline begins with the title of the project.",
    mend: "Write `# Library` first.",
  },
  duplicate: { severity: "error", message: "{name} is said twice: it stands in line {line} already." },
  "no-lifecycle": {
    severity: "error",
    message: "{concept} has the action {action} but no states.",
    mend: "Say the states before it: `- status: states open | done`.",
  },
  stale: {
    severity: "info",
    message: "{sentence} is {actual}, not {said}: that follows from the rules that cite it.",
  },
  invalid: { severity: "error", message: "This is no valid part of the requirements: {problem}" },
});

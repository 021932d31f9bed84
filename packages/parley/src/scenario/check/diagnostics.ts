import { defineDiagnostics } from "../../diagnostic/define.ts";

/** Everything that can be wrong with a scenario. `hint` is empty or " Did you mean X?". */
export const report = defineDiagnostics("scenario", {
  "unknown-operation": { severity: "error", message: "There is no operation {name}.{hint}" },
  "unknown-kind": { severity: "error", message: "There is no kind of actor {name}.{hint}" },
  "unknown-column": { severity: "error", message: "The profile of {kind} has no column {name}.{hint}" },
  "bytes-column": {
    severity: "error",
    message: "{name} of the profile of {kind} holds bytes, which tests cannot write.",
    mend: "Leave it out: it is random.",
  },
  "unknown-caller": {
    severity: "error",
    message: "{name} is no actor of this test.{hint}",
    mend: "Name an actor's variable, `guest`, or an answer that holds an accessToken.",
  },
  "unknown-requirement": { severity: "error", message: "There is no requirement {name}.{hint}" },
  "unknown-parameter": { severity: "error", message: "{operation} has no {place} parameter {name}.{hint}" },
  "missing-parameter": { severity: "error", message: "{operation} needs the {place} parameter {name}." },
  "unexpected-body": { severity: "error", message: "{operation} takes no body." },
  "missing-body": { severity: "error", message: "{operation} needs a body of {schema}." },
  "stray-property": {
    severity: "error",
    message: "{schema} has no property {name}, so this body is refused.",
    mend: "Write the body's properties out, or use a statement that expects the refusal.",
  },
  "access-denied": {
    severity: "error",
    message: "{operation} lets in {access}, so this call by {caller} cannot succeed.",
    mend: "Call it as another actor, or use a statement that expects the refusal.",
  },
  "unknown-error": { severity: "error", message: "There is no error {name} in the catalogue.{hint}" },
  "wrong-status": { severity: "error", message: "{code} is answered with {expected}, not {found}." },
  "invalid-duration": {
    severity: "error",
    message: "{text} is no duration.",
    mend: "Write ISO 8601, such as P21D or PT15M.",
  },
  "not-a-page": { severity: "error", message: "{operation} answers no pages that could be walked." },
  "more-than-all": {
    severity: "error",
    message: "{succeed} of {calls} calls cannot succeed: {able} are made by somebody who is let in.",
  },
  "wrong-success": {
    severity: "error",
    message: "{operation} succeeds with {expected}, not {found}.",
  },
  "nothing-asserted": {
    severity: "error",
    message: "{name} passes whatever the server does.",
    mend: "Call the operation outside of conditions, and expect something of its answer.",
  },
  "constant-expectation": {
    severity: "warning",
    message: "The condition speaks of nothing that the test did.",
    mend: "Keep an answer with a name, and expect something of it.",
  },
  "unlisted-error": {
    severity: "warning",
    message: "{operation} does not say that it answers {code}.",
  },
  unreachable: { severity: "error", message: "This statement is never reached." },
  "taken-name": { severity: "error", message: "{name} cannot name a variable here: the name is taken." },
  "answers-nothing": { severity: "error", message: "{operation} answers nothing that {name} could hold." },
  "unnamed-row": {
    severity: "error",
    message: "The row is for {name}, which the setup does not make.{hint}",
  },
  "no-witness": {
    severity: "warning",
    message: "No test calls {operation} with success: {why}.",
    mend: "Say what brings it about, or write a test that makes what it needs and calls it.",
  },
  "counts-nothing": {
    severity: "warning",
    message: "Tests of {operation} know it without lines only: {why}.",
    mend: "Say what brings such a row about, or write a test that makes one and calls it.",
  },
  "untouched-requirement": {
    severity: "warning",
    message: "{name} proves {requirement}, but calls no operation that carries it.",
  },
});

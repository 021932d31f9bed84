import { defineDiagnostics } from "../../diagnostic/define.ts";

/** What can be wrong with a requirements document of the right shape. */
export const report = defineDiagnostics("requirements", {
  "unknown-actor": { severity: "error", message: "There is no actor {name}.{hint}" },
  "unknown-concept": { severity: "error", message: "There is no concept {name}.{hint}" },
  "unknown-target": {
    severity: "error",
    message: "{name} points to {target}, which is no concept or actor.{hint}",
  },
  "unknown-member": { severity: "error", message: "{concept} has nothing called {name}.{hint}" },
  "unknown-relation": { severity: "error", message: "{concept} has no relation {name}.{hint}" },
  "unknown-action": {
    severity: "error",
    message: "{action} is no action on {concept}.{hint}",
    mend: "Actions are create, read, update, delete and the transitions of its states.",
  },
  "unknown-state": { severity: "error", message: "{concept} has no state {name}.{hint}" },
  "unknown-evidence": { severity: "error", message: "There is no sentence {name}.{hint}" },
  "unknown-choice": { severity: "error", message: "{name} is not among the choices {choices}." },
  "reserved-name": { severity: "error", message: "{name} is taken by {taker}. Choose another name." },
  "name-collision": {
    severity: "error",
    message: "{concept} has two things called {name}: {one} and {other}.",
    mend: "Rename one, or give a relation another name on the other side with `seen as`.",
  },
  "limit-never-counts": {
    severity: "error",
    message: "The limit on {concept} would never be met: rows are counted when one is made, and {why}.",
    mend: "Say it of the action instead: {instead}.",
  },
  "limit-passed-later": {
    severity: "warning",
    message: "The limit on {concept} is counted when a row is made; {action} may go beyond it.",
    mend: "Say it of {action} as well: {action} {concept} only if `…`.",
  },
  unlisted: {
    severity: "warning",
    message:
      "{actor} may read {concept}, but not the {whole} that it is listed below, so no list shows it to them.",
    mend: "Let {actor} read {whole} too, or let {concept} point to {whole} instead of being part of it.",
  },
  "facet-conflict": {
    severity: "warning",
    message: "{first} and {other} want different things of {place}; what {first} brings stands.",
    mend: "Say which is meant, or take one of the two blocks out.",
  },
  "duplicate-id": { severity: "error", message: "The id {id} is already that of {other}." },
  "parent-cycle": { severity: "error", message: "{concept} is part of itself: {path}." },
  "reference-cycle": {
    severity: "error",
    message: "No row can be the first: {path} need each other.",
    mend: "Make one of the references optional.",
  },
  "never-created": {
    severity: "warning",
    message: "Nobody may create {concept}, and nothing else creates it.",
  },
  "never-happens": {
    severity: "error",
    message:
      "This never happens: after {action}, a {concept} is {actual}, and the condition asks for {asked}.",
  },
  contradiction: {
    severity: "error",
    message: "Nothing could {action} a {concept}: {text} is ruled out by {ruled}, which {other} demands.",
    mend: "Join what is allowed with ||, or take one of the two away.",
  },
  "same-key": {
    severity: "error",
    message: "No {concept} could be made: with each comes another of the same {key}, of which there is one.",
    mend: "Give the other one a key of its own, or allow several.",
  },
  constant: {
    severity: "error",
    message: "{text} is always {value}.",
    mend: "Leave it out, or compare what may change.",
  },
  "not-in-query": {
    severity: "error",
    message: "{text} cannot be asked of the database: {reason}.",
    mend: "Compare a column of the row, or of a row that it points to, with what does not speak of the row.",
  },
  "not-in-group": {
    severity: "error",
    message: "{text} cannot be part of a report: {reason}.",
    mend: "Use an attribute of the row or of a row it points to, a part of a moment (yearOf(…)) of one, `+`, `-` and `*` of such, `a ?? b` or `condition ? a : b`. today() may stand in conditions only.",
  },
  "query-in-loop": {
    severity: "error",
    message: "This asks the database once for every element of a list.",
    mend: "Ask all rows at once: `Concept.exists(…)` outside of the list.",
  },
  "self-referring": {
    severity: "error",
    message: "Many rows are written at once: {name} may only be {parameter}.{name} plus or minus a value.",
  },
  "unenforced-condition": {
    severity: "error",
    message: "`{action} {concept} only if …` has no effect: reading is not refused, it is narrowed.",
    mend: "Say it in the permission: `member may read {concept} where …`.",
  },
  "unreachable-state": { severity: "error", message: "{concept} never becomes {state}.{hint}" },
  "never-arises": {
    severity: "error",
    message: "Nobody of kind {actor} can ever exist: who registers them is missing.",
    mend: "Say `registered by …`, naming a kind of actor that can exist.",
  },
  "no-values": { severity: "error", message: "{name} is one of no values." },
  "duplicate-value": { severity: "error", message: "{name} has the value {value} twice." },
  "misplaced-option": { severity: "error", message: "{option} has no meaning for {type}." },
  "wrong-bounds": { severity: "error", message: "{name}: {problem}" },
  "wrong-default": { severity: "error", message: "{name} cannot have the default {value}: {problem}" },
  "never-written": {
    severity: "error",
    message: "{concept}.{name} is set by the server, but nothing sets it when a {concept} is created.",
    mend: "Add `on create {concept}, {name} = …`, or make it optional or give it a default.",
  },
  "missing-value": { severity: "error", message: "{concept} needs a value for {name}." },
  "not-computable": { severity: "error", message: "{concept}.{name} cannot be computed: {problem}" },
  "input-mismatch": {
    severity: "error",
    message: "{action} asks for {name}, which becomes {concept}.{name}: {problem}",
    mend: "Give it another name, or the type and values of the attribute.",
  },
  "no-own": {
    severity: "error",
    message: "{concept} is nobody's own for {actor}.",
    mend: "Say who owns it (`owned by {actor}`), what it is part of, or take `own` away.",
  },
  "never-own": {
    severity: "error",
    message: "A new {concept} is not the {actor}'s own: nothing says so when it is created.",
    mend: "Let the client say whose it is, compute it (`on create {concept}, … = actor.id`), or take `own` away.",
  },
  "not-joined": {
    severity: "error",
    message: "No {actor} can have joined the {concept}: {problem}",
  },
  "ambiguous-membership": {
    severity: "warning",
    message: "Who has joined the {concept} is said by {taken}; {others} could be meant too.",
    mend: "Write `membership` in the heading that says who may: `## {taken} (part of {whole}, membership)`.",
  },
  "not-numbered": { severity: "error", message: "{concept}.{name} cannot be numbered: {problem}" },
  "unfit-option": {
    severity: "error",
    message: "{name} cannot be {option}: it is {type}.",
    mend: "Take `{option}` away, or say what is in it as {instead}.",
  },
  "no-formal": {
    severity: "error",
    message: "{requirement} is {status} without saying exactly what is required.",
    mend: "Give it a formal part, or the status open.",
  },
  "no-reason": { severity: "warning", message: "{requirement} is assumed without a reason." },
  "duplicate-formal": { severity: "warning", message: "{requirement} requires the same as {other}." },
  "duplicate-name": { severity: "error", message: "{name} is the name of two reports." },
  "error-titles": { severity: "error", message: "The error {code} says two things: {one} and {other}" },
  "wrong-span": { severity: "error", message: "{sentence} ends before it starts." },
  "unclaimed-sentence": {
    severity: "error",
    message: "No requirement says what becomes of {sentence}: {text}",
    mend: "Cite it in a requirement; one that is open will do.",
  },
});

import { defineDiagnostics } from "../../diagnostic/define.ts";

/** Everything that can be wrong with a program. `hint` is empty or " Did you mean X?". */
export const report = defineDiagnostics("program", {
  "unknown-operation": { severity: "error", message: "There is no operation {name}.{hint}" },
  "missing-procedure": {
    severity: "error",
    message: "The operation {name} has no procedure.",
    mend: "Add /procedures/{name} with its statements.",
  },
  "unknown-model": { severity: "error", message: "There is no model {name}.{hint}" },
  "unknown-field": { severity: "error", message: "{model} has no field {name}.{hint}" },
  "unknown-error": { severity: "error", message: "There is no error {name} in the catalogue.{hint}" },
  "unknown-variable": { severity: "error", message: "Nothing is called {name} here.{hint}" },
  "not-a-row": { severity: "error", message: "{name} is {type}, not a row that can be written." },
  "row-may-be-null": {
    severity: "error",
    message: "{name} may be null here.",
    mend: "Require {name} != null before, or write it where that was tested.",
  },
  "duplicate-variable": { severity: "error", message: "{name} has a meaning here already." },
  "not-implemented": {
    severity: "warning",
    message: "{name} answers 501: what it does does not follow from the database and the API.",
    mend: "Write its statements at /procedures/{name}/statements.",
  },
  "unused-variable": { severity: "warning", message: "{name} is never used." },
  "unused-body-property": { severity: "warning", message: "The body's property {name} is never used." },
  "missing-column": {
    severity: "error",
    message: "A new {model} needs {columns}.",
    mend: "Give every column without a default a value in `data`.",
  },
  "generated-column": {
    severity: "error",
    message: "{model}.{name} is written by the framework.",
    mend: "Leave it out of `data`.",
  },
  "bytes-column": {
    severity: "error",
    message: "{model}.{name} holds bytes, which procedures cannot write.",
  },
  "managed-from-client": {
    severity: "error",
    message: "{model}.{name} is managed by the server, but is written as the client sends it.",
    mend: "Compute the value, or take it from the actor or from a row.",
  },
  "self-referring-data": {
    severity: "error",
    message: "Many rows are written at once: {name} may only be {parameter}.{name} plus or minus a value.",
  },
  "merge-without-body": { severity: "error", message: "The operation has no body to merge." },
  "merge-of-nothing": {
    severity: "error",
    message: "No property of the body that may be merged names a field of {model}.",
  },
  "merge-type": {
    severity: "error",
    message: "The body's {name} is {found}, but {model}.{name} is {expected}.",
  },
  "when-without-error": {
    severity: "error",
    message: "An update with `when` says by which error it is refused.",
    mend: "Set `error` to a code of the catalogue, and `parameter` to the row's name in `when`.",
  },
  "no-such-unique": {
    severity: "error",
    message: "{columns} are not what tells one {model} from another.",
    mend: "Give every field of one unique of the model, without a condition and without nulls, and no other.",
  },
  "key-in-data": {
    severity: "error",
    message: "{name} is given a value by the statement already.",
    mend: "Leave it out.",
  },
  "not-countable": {
    severity: "error",
    message:
      "{model}.{name} is no number that is always there, or none of the kind of its bounds: it cannot be counted so.",
  },
  "bound-without-error": {
    severity: "error",
    message: "An increment with bounds says by which error it is refused.",
    mend: "Set `error` to a code of the catalogue.",
  },
  "no-states": { severity: "error", message: "{model}.{name} is no enum, so it has no states." },
  "unknown-state": { severity: "error", message: "{model}.{field} has no state {name}.{hint}" },
  "unknown-function": { severity: "error", message: "There is no function and no extern {name}.{hint}" },
  "unknown-argument": { severity: "error", message: "{function} has no parameter {name}.{hint}" },
  "missing-argument": { severity: "error", message: "{function} needs {names}." },
  "call-without-result": { severity: "error", message: "{function} gives nothing that could have a name." },
  "recursive-function": {
    severity: "error",
    message: "{name} calls itself, directly or over others.",
  },
  "duplicate-function": {
    severity: "error",
    message: "{name} and {other} would be printed under one name.",
    mend: "Rename one of them.",
  },
  "reserved-function": {
    severity: "error",
    message: "{name} has a meaning of its own in printed code.",
    mend: "Choose another name.",
  },
  "unknown-enum": { severity: "error", message: "There is no enum {name}.{hint}" },
  "no-caller": {
    severity: "error",
    message: "Nobody calls here whose scope could hold: a {routine} acts for the server.",
    mend: "Write `scope: none`.",
  },
  "job-interval": {
    severity: "error",
    message: "{duration} is no interval: {reason}.",
    mend: "Write a duration of whole seconds up to a week without months and years, such as PT15M.",
  },
  "needless-hard": {
    severity: "warning",
    message: "{model} is always deleted for good.",
    mend: "Leave `hard` out.",
  },
  constant: {
    severity: "error",
    message: "{text} is always {value}.",
    mend: "Leave it out, or compare what may change.",
  },
  "undeclared-error": {
    severity: "warning",
    message: "The operation does not say that it may answer {name}.",
    mend: "Add it to the operation's `errors`.",
  },
  "unused-parameter": { severity: "warning", message: "{name} is never used." },
  "not-in-query": {
    severity: "error",
    message: "{text} cannot be part of a query: {reason}.",
    mend: "Compute what does not speak of the row in a `let` before, or compare a column with a value.",
  },
  "not-in-group": {
    severity: "error",
    message: "{text} cannot be part of a group: {reason}.",
    mend: "Use a column of the row or of a row it points to, dateOf(…), yearOf(…) or monthOf(…) of one, arithmetic of such, `a ?? b` or `condition ? a : b`.",
  },
  "query-in-loop": {
    severity: "error",
    message: "This asks the database once for every element of a list.",
    mend: "Ask once before, for all elements.",
  },
  "lost-update": {
    severity: "error",
    message: "{row}.{name} decides whether it is written, but another request may change it in between.",
    mend: "Set `lock` where {row} is found, or `when` in the update.",
  },
  "stale-guard": {
    severity: "warning",
    message: "{row}.{name} was tested, but another request may change it before {row} is written.",
    mend: "Set `lock` where {row} is found, or `when` in the update.",
  },
  "racing-creation": {
    severity: "warning",
    message: "Whether there is a {model} decides here, but another request may make one in between.",
    mend: "Lock a row that both requests need, set the isolation to serializable, or declare a unique of {model}.",
  },
  "no-scope": {
    severity: "error",
    message: "{model} declares no scope.",
    mend: "Write `scope: none`.",
  },
  "unscoped-read": {
    severity: "error",
    message: "{model} is read beyond its scope.",
    mend: "Use the scope `read`, find one row by its key, or say in the operation's `unscoped` why.",
  },
  "paging-mismatch": { severity: "error", message: "{problem}" },
  "missing-return": {
    severity: "error",
    message: "The operation answers with {type}, but this can end without.",
  },
  "unexpected-return": { severity: "error", message: "The operation answers nothing." },
  "answer-not-a-row": {
    severity: "error",
    message: "{text} is made from rows in a way that cannot be loaded.",
    mend: "Answer with a variable that holds the row or rows.",
  },
  unreachable: { severity: "error", message: "Nothing after a return runs." },
  "no-actor": { severity: "error", message: "A guest may call this, who has no session or account." },
  "unknown-measure": { severity: "error", message: "Neither a group nor a measure is called {name}.{hint}" },
  "measure-without-value": { severity: "error", message: "The measure {operation} needs a value." },
});

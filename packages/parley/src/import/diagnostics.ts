import { defineDiagnostics } from "../diagnostic/define.ts";
import { pointerOf, type Location } from "../diagnostic/diagnostic.ts";

/** A place in what is imported: the file's name, and the way to the node inside it. */
export function placeIn(file: string, keys: readonly (string | number)[]): Location {
  return { call: file, pointer: pointerOf(keys) };
}

/** What happens on the way from AutoBE's documents or a Prisma schema: repaired, guessed, kept as it is or dropped. */
export const report = defineDiagnostics("import", {
  malformed: {
    severity: "error",
    message: "This is left out, since it is not what such a file holds: {reason}",
    mend: "Mend the file, or take the part out of it.",
  },
  "nothing-there": {
    severity: "error",
    message: "{what} describes no {wanted}, so there is nothing to import.",
  },
  renamed: {
    severity: "info",
    message: "{from} is called {to} here.",
  },
  "unknown-target": {
    severity: "warning",
    message:
      "{model}.{relation} points to {target}, which is no model; it stays as a column without a relation.",
  },
  "column-type": {
    severity: "warning",
    message: "{model}.{field} is of type {found}, which there is not here; it becomes {kept}.",
  },
  "money-as-float": {
    severity: "warning",
    message: "{model}.{field} holds money as a binary float, which is not exact.",
    mend: "Make it a decimal with precision and scale; on the wire it is text then.",
  },
  "free-status": {
    severity: "warning",
    message: "{model}.{field} is a state that takes any text.",
    mend: "Make it an enum of its states.",
  },
  "index-added": {
    severity: "info",
    message: "{model}.{relation} had no index; it gets one.",
  },
  "index-dropped": {
    severity: "warning",
    message: "An index of {model} over {columns} is left out: {reason}.",
  },
  "unique-beside-deleted": {
    severity: "info",
    message:
      "{columns} of {model} are unique among rows that are not deleted: deleted rows keep their values.",
  },
  "deletion-guessed": {
    severity: "info",
    message: "Nothing says what becomes of {model} when its {relation} is deleted: {chosen}.",
  },
  "times-added": {
    severity: "info",
    message: "{model} gets {columns}, which every model has here.",
  },
  "default-guessed": {
    severity: "warning",
    message: "{model}.{field} is required and no client sends it, so a new row begins with {value}.",
    mend: "Set the default that is meant.",
  },
  "credentials-moved": {
    severity: "info",
    message: "{model}.{field} belongs to Account now, with which {kind} signs in.",
  },
  "session-table": {
    severity: "info",
    message: "{model} is left out: sessions are kept by the framework, in Session.",
  },
  "guest-account": {
    severity: "warning",
    message: "{kind} has no password and so no account: whatever {kind} may do is open without a token.",
  },
  "profile-added": {
    severity: "warning",
    message: "No model holds the people of the kind {kind}; {model} is added.",
  },
  "other-provider": {
    severity: "info",
    message: "The schema is for {found}; here it is PostgreSQL.",
  },
  "unsupported-column": {
    severity: "warning",
    message: "Prisma does not know the type of this column, so it is left out: {text}",
  },
  "composite-type": {
    severity: "warning",
    message: "{name} is a type of parts of documents; fields of it become json.",
  },
  "id-replaced": {
    severity: "warning",
    message: "{model} had {found} as its id; ids are uuids here.",
  },
  "name-not-kept": {
    severity: "warning",
    message: "{name} is called {from} in the database there; here it is {to}.",
  },
  "relation-by-id": {
    severity: "info",
    message: "{model}.{relation} points by {keys}; here it points by the id.",
  },
  "join-made": {
    severity: "info",
    message: "The relation of many {from} to many {to} becomes the model {model}.",
  },
  "soft-delete": {
    severity: "warning",
    message: "{model} keeps deleted rows and marks them; reads leave them out.",
    mend: "Take `softDelete` out where the column means something else.",
  },
  "default-dropped": {
    severity: "info",
    message: "The default of {model}.{field} is left out: {reason}.",
  },
  "taken-out": {
    severity: "warning",
    message: "{part} of {name} is taken out: {reason}",
  },
  "enum-made": {
    severity: "info",
    message: "{model}.{field} takes one of {values} wherever the API shows it, so it is an enum.",
  },
  "secret-dropped": {
    severity: "warning",
    message: "{schema}.{property} would send a secret to the client; it is left out.",
  },
  "server-value-dropped": {
    severity: "warning",
    message: "{schema}.{property} would let the client write what the server alone writes; it is left out.",
  },
  "no-source": {
    severity: "warning",
    message: "{schema}.{property} comes from no column of {model}; it is left out.",
    mend: "Give {model} the column, or the property a source.",
  },
  "cycle-broken": {
    severity: "warning",
    message: "{schema}.{property} leads back to {schema}; it is left out, since answers end somewhere.",
  },
  "source-guessed": {
    severity: "info",
    message: "{schema}.{property} is taken from {source}.",
  },
  "null-admitted": {
    severity: "info",
    message: "{schema}.{property} may be null, since its column may be.",
  },
  "now-required": {
    severity: "warning",
    message: "{schema}.{property} has to be sent: its column needs a value and nothing else gives one.",
  },
  "schema-widened": {
    severity: "info",
    message: "{schema}.{property} takes {wider}: {reason}.",
  },
  "schema-unsaid": {
    severity: "warning",
    message: "{schema} does not say what it holds: {reason}. It takes any JSON.",
  },
  "pattern-dropped": {
    severity: "warning",
    message: "The pattern of {schema}.{property} is left out: {reason}.",
  },
  "unknown-schema": {
    severity: "warning",
    message: "There is no schema {name}; any JSON is taken and answered in its place.",
  },
  "undeclared-parameter": {
    severity: "warning",
    message: "{verb} {path} does not declare its parameter {name}; it is declared as {type}.",
  },
  "stray-parameter": {
    severity: "warning",
    message:
      "{verb} {path} declares the parameter {name}, which its path does not name; it becomes a query parameter.",
  },
  "parameter-type": {
    severity: "info",
    message: "The parameter {name} of {verb} {path} names a row, so it is a uuid.",
  },
  "duplicate-route": {
    severity: "warning",
    message: "{verb} {path} is the route of {other} too; the second one is left out.",
  },
  "malformed-path": {
    severity: "warning",
    message: "{path} cannot be a path here: {reason}; the operation is left out.",
  },
  "body-refused": {
    severity: "warning",
    message: "{verb} {path} takes no body here; {schema} is left out.",
  },
  "sign-in-with-token": {
    severity: "warning",
    message: "{verb} {path} asks for a token of those who come for one; it is open to all.",
  },
  "privileged-sign-up": {
    severity: "warning",
    message:
      "{verb} {path} lets anybody become {kind}; only {kind} may call it. The first one comes from the environment.",
  },
  "scope-guessed": {
    severity: "warning",
    message: "Nothing says formally whose rows of {model} are whose; {kind} {may} those where {path}.",
    mend: "Say it in the scope of {model}.",
  },
  "scope-open": {
    severity: "warning",
    message: "{kind} may change every row of {model}: nothing says formally whose they are.",
    mend: "Say it in the scope of {model}.",
  },
});

import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Location } from "../diagnostic/diagnostic.ts";
import { placeIn } from "./diagnostics.ts";
import type { Keys } from "./openapi-json.ts";

/** A place in the description. */
export function here(keys: Keys): Location {
  return placeIn("openapi", keys);
}

/** What happens on the way from an OpenAPI description: repaired, guessed, kept as it is or dropped. */
export const report = defineDiagnostics("openapi", {
  "not-openapi": {
    severity: "error",
    message: "This is no description that can be read: {reason}.",
    mend: "Give the JSON or YAML of an OpenAPI 3.0 or 3.1 description.",
  },
  "malformed-text": { severity: "error", message: "This is neither JSON nor YAML: {reason}." },
  "unknown-reference": {
    severity: "warning",
    message: "{reference} leads to nothing inside of the description; anything is taken there.",
  },
  "kept-aside": {
    severity: "warning",
    message: "{keywords}: printed back as it is, but no value is held to it.",
  },
  "type-guessed": {
    severity: "info",
    message: "The schema says no type; what it says besides makes sense for {type}.",
  },
  recursive: {
    severity: "info",
    message: "{schema} contains itself: from here on it is kept as JSON.",
  },
  "parameter-simplified": {
    severity: "warning",
    message: "The parameter {name} is read as plain text.",
  },
  "parameter-dropped": { severity: "warning", message: "The parameter {name} is left out: {reason}." },
  "parameter-renamed": { severity: "info", message: "The path parameter {from} is called {to}." },
  "body-dropped": { severity: "warning", message: "{verb} {path} takes no body: servers do not read it." },
  "unserved-content": {
    severity: "info",
    message: "{types} is described, but the server speaks JSON alone.",
  },
  "no-success": {
    severity: "warning",
    message: "No answer says what success is; it is answered with 200 and nothing.",
  },
  "operation-named": { severity: "info", message: "{verb} {path} has no name; it is called {name}." },
  "operation-dropped": { severity: "warning", message: "{verb} {path} is left out: {reason}." },
  "security-not-enforced": {
    severity: "warning",
    message: "Nobody is asked for {scheme}: whoever calls is let in.",
    mend: "Put something in front of the server that asks for it, or give the operations accounts.",
  },
  "component-renamed": { severity: "info", message: "{from} is no name of a component; it is called {to}." },
  "keyword-dropped": { severity: "warning", message: "{name} is left out: {reason}." },
  "base-path-dropped": {
    severity: "warning",
    message: "The server's path {path} cannot be served; paths begin without it.",
  },
  "errors-as-problems": {
    severity: "info",
    message:
      "Refusals have bodies of their own in the description; the server answers application/problem+json.",
  },
  "header-not-sent": { severity: "info", message: "The header {name} is described, but not sent." },
  "webhooks-only-described": { severity: "info", message: "Webhooks are printed back, but never called." },
  entity: { severity: "info", message: "{model} is a table: its rows are shown by {verb} {path}." },
  "id-is-key": {
    severity: "info",
    message: "What is called {wire} is the column {model}.{key}, which tells rows apart besides their uuid.",
  },
  "id-is-uuid": {
    severity: "warning",
    message: "The text {wire} of {model} is the uuid of its row: the description does not say who makes it.",
  },
  "id-is-number": {
    severity: "warning",
    message: "The parameter {wire} is a number, as the id of {model} is: any other text names nothing.",
  },
  embedded: {
    severity: "info",
    message: "{model}.{property} is JSON inside of its row: nothing asks for it by itself.",
  },
  "default-guessed": {
    severity: "info",
    message: "{model}.{property} is answered always, but need not be sent: it begins as {value}.",
  },
  "enum-as-text": {
    severity: "info",
    message: "{model}.{property} is text in the database: its values cannot name those of an enum there.",
  },
  "property-renamed": {
    severity: "info",
    message: "{model}.{wire} is kept in the column {name}: every table has another one of its name.",
  },
  "password-kept": {
    severity: "warning",
    message: "{model}.{property} is answered as it was sent: the description says so.",
    mend: "Let the description say `writeOnly: true`; the column is secret then.",
  },
  "source-refused": { severity: "warning", message: "The source of {property} is not understood: {reason}" },
  unsound: {
    severity: "error",
    message: "{what} is left out, since what was made of it does not check: {reason}",
  },
});

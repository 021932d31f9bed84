import { defineDiagnostics } from "../../diagnostic/define.ts";

/** Everything that can be wrong with an api. `hint` is empty or " Did you mean X?". */
export const report = defineDiagnostics("api", {
  "malformed-path": {
    severity: "error",
    message: "The path {path} is malformed: {reason}.",
    mend: "Every segment is a word or one whole parameter in braces; no parameter stands there twice.",
  },
  "undeclared-parameter": {
    severity: "error",
    message: "The path names the parameter {name}, which is not declared.{hint}",
    mend: "Declare it in `parameters` or take it out of the path.",
  },
  "parameter-not-in-path": {
    severity: "error",
    message: "The parameter {name} is declared, but the path does not name it.{hint}",
    mend: "Name it in the path or take it out of `parameters`.",
  },
  "parameter-type": {
    severity: "error",
    message: "{name} is of type {type}, which cannot stand in {place}.",
    mend: "Use a string, number, enum or constant; outside of a path also a boolean, in a query also an array of values.",
  },
  "duplicate-route": { severity: "error", message: "{verb} {path} is also the route of {other}." },
  "ambiguous-route": {
    severity: "error",
    message: "{verb} {path} differs from the route of {other} only in the names of parameters.",
  },
  "shadowed-route": {
    severity: "warning",
    message: "{verb} {path} cannot be reached where {parameter} is {word}: that is the route of {other}.",
    mend: "Use another word in the path, or a parameter of format uuid.",
  },
  "reserved-route": {
    severity: "error",
    message: "{path} belongs to the framework of the generated project.",
  },
  "duplicate-method": { severity: "error", message: "{group}.{method} is also the method of {other}." },
  "reserved-method": {
    severity: "error",
    message: "A method cannot be named {name}: the name has a meaning of its own.",
  },
  "reserved-group": {
    severity: "error",
    message: "A group cannot be named {name}: the folder has another purpose.",
  },
  "colliding-group": {
    severity: "error",
    message: "The groups {name} and {other} would be printed under one name.",
  },
  "reserved-property": {
    severity: "error",
    message: "A property cannot be named {name}: the name has a meaning of its own in JavaScript.",
  },
  "reserved-schema": {
    severity: "error",
    message: "A schema cannot be named {name}: printed code needs the name.",
  },
  "query-collision": {
    severity: "error",
    message: "The query parameter {name} is declared twice: {place} has it too.",
  },
  "unknown-schema": { severity: "error", message: "There is no schema {name}.{hint}" },
  "unknown-model": { severity: "error", message: "There is no model {name}.{hint}" },
  "unknown-field": { severity: "error", message: "{model} has no field {name}.{hint}" },
  "unknown-error": { severity: "error", message: "There is no error {name} in the catalogue.{hint}" },
  "unknown-actor": { severity: "error", message: "No model is an actor of the kind {name}.{hint}" },
  "repeated-value": { severity: "error", message: "{name} is listed twice." },
  "status-of-framework-error": {
    severity: "error",
    message: "The error {name} is the framework's own, with the status {status}.",
  },
  "body-refused": {
    severity: "error",
    message: "{verb} takes no body.",
    mend: "Use query parameters, or another verb.",
  },
  "managed-in-body": {
    severity: "error",
    message: "A client may not set {model}.{name}: the server alone writes it.",
    mend: "Take the property out of the body.",
  },
  "body-type": {
    severity: "error",
    message: "The property {name} is {found}, but {model}.{name} is {expected}.",
  },
  "bound-beyond-column": {
    severity: "error",
    message: "{name} admits {admitted}, but {model}.{name} holds {held}.",
  },
  "answer-without-schema": { severity: "error", message: "An answer of the shape {shape} needs a schema." },
  "answer-with-schema": { severity: "error", message: "An answer of the shape none has no schema." },
  "answer-status": {
    severity: "error",
    message: "The status {status} does not fit an answer of the shape {shape}.",
  },
  "page-without-listing": {
    severity: "error",
    message: "A page needs a listing, which says how it is sized, sorted and filtered.",
  },
  "list-without-listing": {
    severity: "error",
    message: "A list of rows of {model} has no bound.",
    mend: "Use the shape page with a listing.",
  },
  "listing-without-page": { severity: "error", message: "A listing belongs to a GET that answers a page." },
  "listing-without-model": {
    severity: "error",
    message: "The elements of a listing must come from a model; {schema} has none.",
  },
  "listing-field": { severity: "error", message: "{model}.{field} cannot be used to {purpose}: {reason}." },
  "filter-type": {
    severity: "error",
    message: "The filter {name} is {found}, but {operator} on {field} needs {expected}.",
  },
  "unknown-sort": { severity: "error", message: "There is no sort {name}.{hint}" },
  "listing-size": {
    severity: "error",
    message: "The default size {size} is beyond the maximum of {maximum}.",
  },
  "empty-range": { severity: "error", message: "Nothing fits: {minimum} is greater than {maximum}." },
  "malformed-bound": { severity: "error", message: "{bound} is no decimal number." },
  "malformed-pattern": { severity: "error", message: "The pattern {pattern} is refused: {reason}." },
  "schema-cycle": {
    severity: "error",
    message: "{name} contains itself: {cycle}.",
    mend: "Refer to it by an id instead, or by a smaller schema.",
  },
  "misplaced-discriminator": {
    severity: "error",
    message:
      "{variant} needs a required property {discriminator} that is an enum of one value, unlike that of the other variants.",
  },
  "null-in-json": {
    severity: "error",
    message: "Null cannot be {what}: what is kept as JSON is never null by itself.",
    mend: "Make the whole nullable instead.",
  },
  "value-with-properties": {
    severity: "error",
    message: "The schema {name} has a value, so it has no model and no properties of its own.",
  },
  "default-of-required": {
    severity: "error",
    message: "{name} has a default, but a client may not leave it out.",
    mend: "Make it optional, or take the default away.",
  },
  "misfit-default": { severity: "error", message: "The default {value} does not fit the schema of {name}." },
  "duplicate-wire": { severity: "error", message: "{name} is the name of two on the wire." },
  "refused-header": {
    severity: "error",
    message: "{name} cannot be among the {place} of an operation.",
    mend: "Use letters, digits and hyphens, and no header that every server reads itself.",
  },
  "separator-without-list": {
    severity: "error",
    message: "{name} is no list, so nothing is separated in it.",
  },
  "bare-page": { severity: "error", message: "Only an answer of the shape list comes without its wrapper." },
  "empty-summary": { severity: "error", message: "The operation says nothing of what it does." },
  "missing-in-body": {
    severity: "error",
    message: "A new {model} needs {columns}, which the body {schema} does not ask for.",
    mend: "Ask for it in the body or the path, give the column a default, or mark it as managed.",
  },
  "privileged-sign-up": {
    severity: "error",
    message: "Anybody could become a {kind}, who may write every {model}.",
    mend: "Let only those create it who may appoint a {kind}.",
  },
  "guarded-sign-in": {
    severity: "error",
    message: "{path} is where people get a token, but demands one.",
    mend: 'Add "public" to its access.',
  },
  "source-without-model": {
    severity: "error",
    message: "{schema} has no model, so the property {name} has no row to come from.",
    mend: "Name the schema's model, or take the source away.",
  },
  "missing-source": {
    severity: "error",
    message: "{model} has no field or relation {name}, and the property says no other source.{hint}",
    mend: "Give the property a source over `row`.",
  },
  "source-type": {
    severity: "error",
    message: "The property {name} is {expected}, but its source is {found}.",
  },
  "unprintable-source": {
    severity: "error",
    message: "The source of {name} cannot be read from one row: {reason}.",
  },
  "secret-in-answer": {
    severity: "error",
    message: "{model}.{field} is secret and never leaves the server.",
  },
  "unknown-keyword": {
    severity: "error",
    message: "OpenAPI has no keyword {name} here.",
    mend: "Take it out, or put x- in front of its name.",
  },
  "keyword-value": {
    severity: "error",
    message: "OpenAPI expects something else here: {why}.",
    mend: "Write what OpenAPI 3.1 says of this keyword, or take it out.",
  },
  "component-name": {
    severity: "error",
    message: "{name} cannot name a component of a description.",
    mend: "Use letters, digits, ., - and _ alone.",
  },
  "unknown-scheme": {
    severity: "error",
    message: "No security scheme is called {name}.{hint}",
    mend: "Describe it in foreign.securitySchemes.",
  },
});

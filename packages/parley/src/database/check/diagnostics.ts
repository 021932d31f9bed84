import { defineDiagnostics } from "../../diagnostic/define.ts";

/** Every finding about a database document, and about the way from one to the next. */
export const report = defineDiagnostics("database", {
  "name-collision": {
    severity: "error",
    message: "{model} has {name} twice: as {one} and as {other}.",
    mend: "Rename one of them; a relation also takes <relation>Id, and its inverse takes a name in the target.",
  },
  "column-collision": {
    severity: "error",
    message: "{one} and {other} of {model} would both be the column {column}.",
    mend: "Rename one of them so that they differ in more than case.",
  },
  "table-collision": {
    severity: "error",
    message: "{one} and {other} would both be called {table} in the database.",
    mend: "Rename one of them so that they differ in more than case.",
  },
  "plural-collision": {
    severity: "error",
    message: "{one} and {other} have the same plural, so their paths and folders would be the same.",
    mend: "Rename one of them.",
  },
  "client-collision": {
    severity: "error",
    message: "{one} and {other} would give Prisma's client two types of the name {type}.",
    mend: "Rename one of them.",
  },
  "reserved-name": {
    severity: "error",
    message: "{name} means something else to Prisma or TypeScript and can't name a model or an enum.",
    mend: "Choose a word that says more, such as {name}Entry.",
  },
  "reserved-field": {
    severity: "error",
    message:
      "{name} means something else to JavaScript or PostgreSQL and can't name a field, relation or inverse.",
    mend: "Choose another word.",
  },
  "repeated-value": { severity: "error", message: "The enum {enum} has the value {value} twice." },
  "unknown-target": {
    severity: "error",
    message: "{model}.{relation} points to {target}, which is no model.{hint}",
  },
  "unknown-enum": {
    severity: "error",
    message: "{model}.{field} uses the enum {enum}, which does not exist.{hint}",
  },
  "missing-enum": {
    severity: "error",
    message: "{model}.{field} is of type enum and does not say which.",
    mend: "Set `enum` to the name of an enum of this document.",
  },
  "missing-length": {
    severity: "error",
    message: "{model}.{field} is a string without `maxLength`.",
    mend: "Say how many characters it may have, or use the type text.",
  },
  "missing-precision": {
    severity: "error",
    message: "{model}.{field} is a decimal without `precision` and `scale`.",
    mend: "Say how many digits there are in all and after the point: 12 and 2 suit money.",
  },
  "scale-beyond-precision": {
    severity: "error",
    message: "{model}.{field} has {scale} digits after the point, but only {precision} in all.",
  },
  "stray-attribute": {
    severity: "warning",
    message: "{model}.{field} is of type {type}, for which `{attribute}` means nothing.",
  },
  "list-type": {
    severity: "error",
    message: "{model}.{field} is a list of {type}; such lists are not supported.",
    mend: "Use one json value, or a model of its own with a relation.",
  },
  "nullable-list": {
    severity: "error",
    message: "{model}.{field} is a list that may be null.",
    mend: "Leave `nullable` out: an empty list says the same.",
  },
  "default-mismatch": {
    severity: "error",
    message: "The default of {model}.{field} does not fit: {reason}.{hint}",
  },
  "money-as-float": {
    severity: "warning",
    message: "{model}.{field} reads like money, and a float can't hold cents exactly.",
    mend: "Use decimal with precision and scale.",
  },
  "state-as-string": {
    severity: "warning",
    message: "{model}.{field} reads like a state, and a string takes any text.",
    mend: "Use an enum of the states.",
  },
  "required-cycle": {
    severity: "error",
    message: "No first row can be entered: {cycle} each need the other's row to exist before.",
    mend: "Make one of these relations optional.",
  },
  "set-null-required": {
    severity: "error",
    message: "{model}.{relation} is required, so deleting the target can't set it to null.",
    mend: "Use cascade or restrict, or make the relation optional.",
  },
  "unknown-column": {
    severity: "error",
    message: "{key} of {model} names {column}, which is no column of it.{hint}",
  },
  "repeated-column": { severity: "error", message: "{key} of {model} names {column} twice." },
  "key-type": {
    severity: "error",
    message: "{key} of {model} contains {column}, whose type {type} can't be compared by an index.",
  },
  "key-size": {
    severity: "error",
    message: "{key} of {model} names {count} columns, and PostgreSQL compares at most {most} at once.",
  },
  "index-direction": {
    severity: "error",
    message: "{key} of {model} looks into {column}, which has no order, so a direction means nothing.",
    mend: "Leave `direction` out.",
  },
  "search-type": {
    severity: "error",
    message: "{key} of {model} searches {column} for words, and {column} is a {type}.",
    mend: "Name fields of the types string, text, email and uri that are no lists.",
  },
  "exclusion-range": {
    severity: "error",
    message: "{key} of {model} has a range from {from} ({fromType}) to {to} ({toType}).",
    mend: "Let both be date, or both datetime.",
  },
  "exclusion-nulls": {
    severity: "error",
    message: "{key} of {model} contains {column}, which may be null, and null is equal to nothing.",
    mend: "Make it required, or say `where: row.{column} != null`.",
  },
  "exclusion-soft-delete": {
    severity: "error",
    message: "{key} of {model} counts deleted rows too, since deleting a {model} keeps its row.",
    mend: "Add `where: row.deletedAt == null`.",
  },
  "repeated-unique": {
    severity: "warning",
    message: "{model} says twice that {columns} are unique.",
  },
  "repeated-index": {
    severity: "warning",
    message: "{key} of {model} is the same index as {other}.",
    mend: "Leave one of them out.",
  },
  "unique-nulls": {
    severity: "error",
    message: "{key} of {model} contains {column}, which may be null, and does not say what two nulls are.",
    mend: 'Set `nulls` to "distinct" (any number of nulls) or "equal" (at most one).',
  },
  "unique-soft-delete": {
    severity: "error",
    message: "{key} of {model} counts deleted rows too, since deleting a {model} keeps its row.",
    mend: "Add `where: row.deletedAt == null`.",
  },
  "one-to-one-soft-delete": {
    severity: "warning",
    message:
      "{model}.{relation} is one to one, and deleting a {model} keeps its row: the target never gets another {model}.",
    mend: "Make it many to one, with a unique of {relation}Id where row.deletedAt == null.",
  },
  "unknown-kind": {
    severity: "error",
    message: "The scope of {model} names {kind}, which is no kind of actor.{hint}",
  },
  "repeated-trait": {
    severity: "error",
    message: "{one} and {other} both have the trait {trait}; only one model may.",
  },
  "trait-twice": { severity: "error", message: "{model} has the trait {trait} twice." },
  "missing-infrastructure": {
    severity: "error",
    message: "There is no model {model}, which signing in, sessions or mail are written to in every backend.",
    mend: "Leave Account, Session and OutboxMessage as they are drafted.",
  },
  "changed-infrastructure": {
    severity: "error",
    message: "{model} needs {what}: the fixed files of every backend rely on it.",
    mend: "Put it back; fields of your own may be null or have a default, or go into a profile.",
  },
  "guest-actor": {
    severity: "error",
    message: "{model} is the profile of a guest, and a guest is who has no account.",
    mend: "Give the kind of actor another name.",
  },
  "actor-without-account": {
    severity: "error",
    message: "{model} is an actor and has no required one-to-one relation `account` to {account}.",
    mend: 'Add the relation `account` with cardinality "oneToOne" and `required: true`.',
  },
  "session-without-account": {
    severity: "error",
    message: "{model} holds sessions and has no required relation `account` to {account}.",
    mend: "Add the relation `account` with `required: true`.",
  },
  "unknown-parent": {
    severity: "error",
    message: "{model} is a child by its relation {relation}, which it does not have.{hint}",
  },
  "parent-not-required": {
    severity: "error",
    message:
      "{model} lives and dies with the row that {relation} points to, so {relation} must be required and cascade.",
  },
  "join-relations": {
    severity: "error",
    message: "{model} joins two models and needs at least two required relations.",
  },
  "unknown-source": {
    severity: "error",
    message: "{model} is a snapshot of what its relation {relation} points to, which it does not have.{hint}",
  },
  "source-cascades": {
    severity: "error",
    message: "{model} keeps what {relation} said, and is deleted with it.",
    mend: "Use restrict, or setNull with `required: false`.",
  },
  "snapshot-changes": {
    severity: "error",
    message: "{model} is a snapshot, and its rows can be changed.",
    mend: "Set `immutable`.",
  },
  "version-immutable": {
    severity: "error",
    message: "{model} counts the updates of its rows, which are never updated.",
    mend: "Leave out `immutable`, or the trait version.",
  },
  "needs-default": {
    severity: "warning",
    message:
      "{model}.{column} becomes required, and nothing says what existing rows get; the migration stops where {model} has rows without it.",
    mend: "Give the field a default, or make it nullable.",
  },
  "lossy-change": {
    severity: "warning",
    message: "{what} will be lost: {reason}.",
    mend: "Keep it, or confirm that the data may go.",
  },
  "rows-may-break": {
    severity: "warning",
    message:
      "{key} of {model} was not asked of the rows that are there; the migration stops where they break it.",
    mend: "Mend those rows before, or ask less.",
  },
  "value-rename": {
    severity: "warning",
    message: "The value {from} of the enum {enum} stands where {to} is now, and is taken for renamed.",
  },
});

// Made from the comments of the document schemas by `npm run reference`.

/** What nodes of documents and their properties are for, by key; see `schema/describe.ts`. */
export const descriptions: Readonly<Record<string, string>> = {
  "Actor.arises":
    "`signUp`: anybody joins by themselves. `registered`: an actor of kind `by` makes the account. `bootstrap`: the first one comes from the environment at first boot, further ones from each other.",
  "Actor.attributes": "What a profile holds besides the account's e-mail and password.",
  "Answer.bare": "A list without the house's wrapper `{ data }`.",
  "Answer.content": "Content types of a description; absent: `application/json`. The server answers JSON.",
  "Answer.schema": "Absent for 204. For a list: the schema of one element; on the wire `{ data, page }`.",
  "Answer.status": "The house has 200, 201 and 204; somebody else's API any success or redirection.",
  "Api.foreign": "For the profile `foreign`.",
  ApiSchema: "The shape of a value on the wire.",
  "ApiSchema(integer)": "Without a format and bounds: 32 bits.",
  "ApiSchema(json)":
    "Any JSON but null. `of`: JSON of this shape, kept as it is sent: nothing in it is converted.",
  "ApiSchema(map)": "An object whose keys are data.",
  "ApiSchema(object)":
    "`rest`: what properties of any other name hold; absent: there are none. The program does not see them.",
  "ApiSchema(string).minimum": "For format `decimal`, as text; for `integer` see there.",
  "ApiSchema(string).scale": "For format `decimal`: digits after the point.",
  "ApiSchema(union)":
    "At least one of the options; `exclusive`: one alone. Nothing tells them apart but their shape.",
  "Attribute.minimum": "Characters of a string or text, value of an integer or decimal.",
  "Attribute.scale": "For `decimal`: digits after the point, 2 when absent.",
  "Attribute.server": "Written by computed values, transitions and effects alone.",
  "Attribute.values": "For `enum`.",
  Call: "An operation called by an actor's variable, or by `guest`. Parameters are by name, as on the wire.",
  Case: "One row of a table test: the base call with parts replaced, and what it must answer.",
  "Case.body": "Replaces the whole body.",
  Check: "Boolean over `row`, printed as a check constraint.",
  Concept: "A noun of the conversation: becomes a table with its operations.",
  "Concept.membership":
    "Whether its rows say who has joined its parent; when absent they do unless another concept says so.",
  "Concept.owner":
    'The actor whose rows these are, and the name of that relation: `{ actor: "member", as: "author" }`.',
  "Concept.owner.actor":
    "`member`, `librarian`; `guest` is everybody who is not signed in and needs no entry.",
  "Concept.parent":
    "The concept that these are part of; listed and created below it, deleted with it, owned through it.",
  Effect:
    "What happens besides; over `row` (after the action), `actor`, `input` and `action`, the action's name.",
  "Effect(notify)": "`to` is an address, or a list of them: each gets a mail of its own.",
  "Effect(update)": "Rows of another concept that fit `where` (over `parameter`) are written.",
  Exclusion:
    "No two rows overlap: of those that are equal in `fields`, no two ranges from `from` to `to` share a moment. A bound that is null is open; a range that ends before it begins is empty.",
  "Exclusion.error": "Code of the API's error when it is violated; `conflict` when absent.",
  "Exclusion.fields": "Of none: any two rows get in each other's way.",
  "Exclusion.from": "Two dates, or two datetimes.",
  "Exclusion.includesEnd":
    "Whether `to` itself belongs to the range, as a last day does; else it ends before.",
  "Exclusion.where": "Over `row`: other rows are left out.",
  Expression:
    'The expressions shared by all five languages: one closed union of plain records. Text form, by example: `null`, `true`, `42`, `0.20` (decimal), `"a"`, `duration("P21D")`, `date("2026-01-31")`, `datetime("2026-01-31T10:00:00Z")`, `[1, 2]`, `{ a: 1 }`, `loan.member.name`, `loan.member?.name`, `list[0]`, `!a`, `-a`, `a + b`, `a ?? b`, `a in b`, `a ? b : c`, `lower(a)`, `lines.sum(line => line.total)`, `Loan.exists(loan => loan.memberId == actor.id)`, `Fine.sum(fine => fine.amount, fine => fine.memberId == actor.id)`.',
  "Expression(call)": "A built-in function, or one that the language at hand adds to the environment.",
  "Expression(date)": "`YYYY-MM-DD`.",
  "Expression(datetime)": "RFC 3339 in UTC.",
  "Expression(decimal)": "Digits, a point and digits.",
  "Expression(duration)": "ISO 8601: `P21D`, `PT10M`, `P1M`.",
  "Expression(integer)": "A safe integer, never negative: `-1` is a unary minus.",
  "Expression(iterate)": "`body` is required for all but `count`.",
  "Expression(member)": "`optional` is `?.`: null where the object is null.",
  "Expression(query)":
    "`value` is required for sum, average, minimum and maximum, absent for exists and count.",
  Extern: "A port to code that the owner writes by hand.",
  "Field.enum": "Name of an enum of this document, for type `enum`.",
  "Field.managed": "Set by the server alone: owner, state, counters, computed values.",
  "Field.maxLength": "For `string`: most characters.",
  "Field.personal": "Says something about a person.",
  "Field.precision": "For `decimal`: all digits, and digits after the point.",
  "Field.secret": "Never leaves the server.",
  Filter:
    "A query parameter that narrows a list: compares `field` (a path over `row`, such as `copy.bookId`) with it.",
  Foreign: "What somebody else's description says of the whole API. All of it is printed back as it is.",
  "Foreign.basePath": 'In front of every path: that of the first server. `""` or `/api/v3`.',
  "Foreign.components": "Components besides schemas and security schemes, for what still refers to them.",
  "Foreign.info": "Keywords of `info` besides title, version and description.",
  "Foreign.paths": "Keywords of paths, by path.",
  Formal:
    "What a requirement means exactly. `action` is create, read, list, update, delete or the name of a transition. Conditions are over `row` (absent for create), `input` (the body) and `actor` (`id`, `kind`).",
  "Formal(account)":
    "Accounts of these kinds can sign in, refresh, sign out, change and reset their password.",
  "Formal(computed)": "The attribute is written by the server when the action happens.",
  "Formal(condition)": "The actions are refused where the condition is false.",
  "Formal(limit)": "At most `most` rows that fit `where` (over `row`) for each value of the relation `per`.",
  "Formal(permission)":
    "`own`: rows that the actor owns, directly or through parents. `joined`: rows at or below one that the actor is a member of; the condition may also speak of `membership`, its row. `read` covers get and list.",
  "Formal(permission).condition": "Narrows the rows that are reached.",
  "Formal(report)": "Rows grouped by expressions over `row` and measured.",
  "Formal(sequence)":
    "Counted 1, 2, 3 … at create for each value of the relation `per`, without gap or double.",
  "Formal(structure)":
    "The attribute, reference, owner, parent or lifecycle is part of the concept (or of the actor's profile).",
  FurtherAnswer: "An answer besides the one of success, as a description lists it.",
  "Index.search": "Finds rows by words in any of the fields, which are texts and have no direction.",
  Job: "What the server does by itself, on one instance at a time and in one transaction. It sees every row.",
  "Job.retry": "How often it is tried again when the database reports a conflict of transactions.",
  "Job.schedule":
    "`every`: a duration of fixed length, in steps of UTC: `PT1H` is on the hour. `daily`: a time of day in UTC.",
  "Lifecycle.attribute": "Name of the state's attribute; the lifecycle declares it.",
  "Lifecycle.transitions": "Action -> transition: `POST /loans/{loanId}/<action>`.",
  "Listing.defaultSize": "Size of a page: when the client says nothing, and at most.",
  "Listing.search":
    "Text fields that the query parameter `search` looks into, case-insensitively. Empty: no such parameter.",
  "Listing.sorts": "Name of a sort -> fields; a client writes `sort=name` or `sort=-name`.",
  MediaType:
    "A body or an answer in one content type: the schema of its values, and what a description says besides.",
  Model:
    "A table. Every model has the fields `id` (uuid v7) and `createdAt`, `updatedAt` unless `immutable`, `deletedAt` with `softDelete`, and `version` with that trait.",
  "Model.immutable": "No `updatedAt`: rows are written once.",
  "Model.softDelete": "Deleting sets `deletedAt`; every read leaves such rows out.",
  "Model.traits(actor)": "The profile of a kind of actor; has a required one-to-one relation `account`.",
  "Model.traits(child)": "Lives and dies with the row that the relation points to.",
  "Model.traits(snapshot)":
    "Keeps what the row that the relation points to said at one moment; written once, and outlives that row.",
  "Model.traits(version)":
    "Has the column `version`, which counts its updates: who writes an outdated row is refused.",
  "NamedRow.target": "A concept, or a kind of actor.",
  NamedSchema:
    "A named schema: an object with properties, or, with `value`, whatever that is; `properties` is empty then. With `model`, a response of it is made from a row of that model.",
  "NamedSchema.inline":
    "Printed where it is used, not as a component: it had no name in somebody else's description.",
  "NamedSchema.wire": "Its name in somebody else's description, where that cannot be a name here.",
  "Operation.access":
    "`public`, or kinds of actors in order of precedence; `public` with kinds: a guest may, a kind is recognised.",
  "Operation.answers": "Answers besides that of success, by status, range of statuses (`4XX`) or `default`.",
  "Operation.bodyContent":
    "Content types of a description; absent: `application/json`. The server takes JSON.",
  "Operation.bodyOptional": "A body that is left out is read as `{}`.",
  "Operation.errors": "Codes that this operation answers besides 400, 401 and 403 of the framework.",
  "Operation.method":
    "Method of the controller, the service and the client: `create`, `list`, `get`, `cancel`.",
  "Operation.path": "`/loans/{loanId}/renew`: every path parameter is declared in `parameters`.",
  "Operation.query": "Further query parameters; those of `listing` are implied (see `queryOf`).",
  "Operation.security": "What somebody else's description demands: one of these.",
  "Operation.summary": "Never empty in the house.",
  "Operation.tags": "Absent: the group.",
  "Operation.wire": "Its operationId in somebody else's description, where that cannot be a name here.",
  Procedure:
    "What an operation does; its key is the operation's name. Two writes or more always run in one transaction.",
  "Procedure.retry": "How often it is tried again when the database reports a conflict of transactions.",
  "Program.functions": "Functions and externs share their names: a statement calls either.",
  Property:
    "`source`: over `row` of the object's model, for what a response shows. Absent: the field of the same name.",
  "Property.annotations":
    "Keywords of a parameter or header in somebody else's description; printed back as they are.",
  "Property.default": "What the server takes where a client sends nothing; the property is optional then.",
  "Property.only": "Sent in bodies alone, or answered alone; ignored in the other direction.",
  "Property.separator":
    "For an array in a query: what stands between its values; absent: the parameter is repeated.",
  "Property.wire": "Its name on the wire, where that is another one.",
  "Question.default": "A key of `choices`, taken when nobody answers.",
  "Reference.inverse": "The name under which the target sees these.",
  "Reference.one": "At most one of these for each target.",
  "Reference.server": "Written by computed values, transitions and effects alone.",
  "Reference.target": "A concept, or a kind of actor.",
  Refusal:
    "How a call is refused: the HTTP status and the code of the problem. Without a status, as the client's mistake.",
  Relation:
    "A foreign key: the column is `<name>Id`. `inverse` is the name under which the target sees this model.",
  "Relation.cardinality":
    "`manyToOne`: the target sees a list; `oneToOne`: the column is unique and the target sees one or none.",
  "Relation.managed": "Set by the server alone: the owner of a row, a snapshot's source.",
  "Requirement.evidence": "Keys of `sentences`.",
  "Requirement.formal": "Absent only when open, declined or of kind quality.",
  "Requirement.statement": "One sentence in EARS form.",
  "Requirement.status":
    "built: said. assumed: not said, with `because`. open: not understood or not yet possible. declined: not wanted.",
  "Requirements.language": "BCP 47 tag of the user's language.",
  "Requirements.requirements": "Key: `R1`, `R2`, …",
  "ScenarioNode(cases)": "`setup` runs before each case.",
  "ScenarioNode(cases).alone": "Gets a database of its own: races, counts, paging walks.",
  "ScenarioNode(cases).proves": "Ids of the requirements that it proves.",
  "ScenarioNode(matrix)":
    "`setup` runs before each row and makes the actors that the rows name; `guest` needs none.",
  "ScenarioNode(matrix).alone": "Gets a database of its own: races, counts, paging walks.",
  "ScenarioNode(matrix).proves": "Ids of the requirements that it proves.",
  "ScenarioNode(story).alone": "Gets a database of its own: races, counts, paging walks.",
  "ScenarioNode(story).proves": "Ids of the requirements that it proves.",
  Scope:
    "Which rows a kind of actor reaches: kind (or `guest`) -> condition over `row` and `actor`. A kind that is absent reaches none. Printed into every read and write that is not `unscoped`.",
  Sentence: "What somebody said: a span of a message of the conversation.",
  SharedFunction:
    "Statements that several procedures call. They know their parameters alone: no actor, no input of an operation.",
  "SharedFunction.unscoped": "Why it reads beyond the scopes of models.",
  Statement:
    "A statement of a procedure. Variables hold rows (`find`, `create`, `update`), lists of rows or values. Which columns and relations are loaded follows from what later statements and the answer use.",
  "Statement(call)": "Calls a shared function, in the same transaction, or an extern. `name`: what it gives.",
  "Statement(createMany)":
    "A row for every element of a list; `data` is over `parameter`, the element. `name`: how many were made.",
  "Statement(delete)": "Softly where the model says so; `hard` takes such a row away for good.",
  "Statement(deleteMany)":
    "`hard` also reaches rows that were deleted softly, and takes all of them away for good.",
  "Statement(emit)": "Appends a mail to the outbox in the same transaction.",
  "Statement(find)":
    "Loads a row (or a list) of a model. `where` is over `parameter`; scope `read` or `write` adds the model's scope, `none` is allowed in unscoped operations and for models without one. `one` answers `error` where nothing is found, and `forbidden` where a row may be read but, as asked, not written; `first` gives null then. `lock` holds the row until the transaction ends. For `many`: an order with `when` counts where that holds, and `window` leaves out the first `offset` rows and takes at most `size`.",
  "Statement(group)":
    "Rows of a model grouped and measured, for reports: each row of `name` has the group's fields and the measures.",
  "Statement(increment)":
    "Adds to a number of a loaded row (`by` may be negative), only where it stays within `least` and `most`; else `error`.",
  "Statement(issueTokens)":
    "Signs an account in: `name` is the pair of tokens (schema with accessToken, refreshToken, expiresIn).",
  "Statement(lock)":
    "Holds loaded rows until the transaction ends, in one order for all callers, and loads them anew.",
  "Statement(merge)":
    "Writes only the properties that the client sent: those of the body's schema which name fields of the row.",
  "Statement(page)": "One page of the operation's `listing`; `where` narrows it further.",
  "Statement(require)": "Throws the error of the API's catalogue where the condition is false.",
  "Statement(return)":
    "Answers with a row, a list, a page or an object, shaped by the operation's answer. Absent value: 204.",
  "Statement(revokeTokens)": "Revokes the acting session, or every session of the account.",
  "Statement(transition)":
    "Brings a loaded row from one of the states `from` of an enum field to another; where it is in none of them: `error`.",
  "Statement(update)":
    "Writes fields of a loaded row. With `when`, only where the row still is so; else `error`: safe under races.",
  "Statement(upsert)":
    "Makes the row that has the key, or writes the one that has it already, whoever comes first. `key` gives every field of one unique; `update` speaks of the row there is by `parameter`, and may only count its fields up or down.",
  TestStatement:
    'A statement of a test. Besides the shared expressions, a test may use `sample("CreateBook", { title: "x" })` (a random valid body of a schema, with some properties fixed), `unique("text")`, and what draws single values (`pick`, `randomInteger`, `randomMatch` …): see `functions.ts` and `random-functions.ts`.',
  "TestStatement(actor)":
    "A fresh actor of a kind, signed in. `name` has the properties id, accountId and email. `profile`: values of columns of the profile that are not to be random.",
  "TestStatement(advance)":
    "Moves the injected clock, without sleeping. Tokens expire too: `as` is signed in again where needed.",
  "TestStatement(call)": "The call must succeed; `name` keeps the answer's body.",
  "TestStatement(inbox)": "The mails to an actor, oldest first: a list of { subject, body }.",
  "TestStatement(race)": "Calls sent at the same time: so many succeed, every other one is refused so.",
  "TestStatement(walk)": "Walks all pages of a list; `name` is the list of all elements.",
  "Transition.input": "What the client has to say with it, as the body's properties (`input.comment`).",
  "Transition.references":
    "Rows that the client names with it, as `<name>Id` of the body; `input.<name>` is the row. One that is called like a reference of the concept is written to it.",
  "Transition.sets":
    "Attributes or references (`<name>Id`) written with it, over `row`, `actor` and `input`.",
  "Transition.to": "May be one of `from`: an action that keeps the state.",
  "Unique.error": "Code of the API's error when it is violated; `conflict` when absent.",
  "Unique.nulls": "What two nulls are to each other; must be said when a field is nullable.",
  "Unique.where": "A partial unique: over `row`.",
  Use: "A building block at work: which one, for what, and why. What it brings stands in concepts and requirements.",
  ValueType:
    "What shared functions and externs take and give. `enum` is one of the database; rows are passed by their ids.",
};

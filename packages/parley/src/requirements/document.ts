import { z } from "zod";
import { Expression } from "../expression/document.ts";

const Id = z.string().min(1).max(200);
/** `member`, `librarian`; `guest` is everybody who is not signed in and needs no entry. */
const ActorName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const ConceptName = z.string().regex(/^[A-Z][A-Za-z0-9]{0,39}$/);
const FieldName = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const ErrorCode = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);

export const attributeTypes = [
  "boolean",
  "integer",
  "decimal",
  "string",
  "text",
  "email",
  "uri",
  "date",
  "datetime",
  "enum",
  "json",
] as const;
export type AttributeType = (typeof attributeTypes)[number];

export const Attribute = z
  .strictObject({
    id: Id,
    description: z.string().optional(),
    type: z.enum(attributeTypes),
    /** For `enum`. */
    values: z.array(FieldName).optional(),
    /** Characters of a string or text, value of an integer or decimal. */
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    /** For `decimal`: digits after the point, 2 when absent. */
    scale: z.int().min(0).max(9).optional(),
    list: z.boolean().optional(),
    optional: z.boolean().optional(),
    default: z.union([z.boolean(), z.number(), z.string()]).optional(),
    unique: z.boolean().optional(),
    search: z.boolean().optional(),
    filter: z.boolean().optional(),
    sort: z.boolean().optional(),
    /** Written by computed values, transitions and effects alone. */
    server: z.boolean().optional(),
  })
  .meta({ id: "Attribute" });
export type Attribute = z.infer<typeof Attribute>;

export const Actor = z
  .strictObject({
    id: Id,
    description: z.string().optional(),
    /**
     * `signUp`: anybody joins by themselves. `registered`: an actor of kind `by` makes the account.
     * `bootstrap`: the first one comes from the environment at first boot, further ones from each other.
     */
    arises: z.enum(["signUp", "registered", "bootstrap"]),
    by: z.array(ActorName).optional(),
    /** What a profile holds besides the account's e-mail and password. */
    attributes: z.record(FieldName, Attribute),
  })
  .meta({ id: "Actor" });
export type Actor = z.infer<typeof Actor>;

export const Reference = z
  .strictObject({
    id: Id,
    description: z.string().optional(),
    /** A concept, or a kind of actor. */
    target: z.string(),
    /** The name under which the target sees these. */
    inverse: FieldName,
    optional: z.boolean().optional(),
    /** At most one of these for each target. */
    one: z.boolean().optional(),
    /** Written by computed values, transitions and effects alone. */
    server: z.boolean().optional(),
    filter: z.boolean().optional(),
  })
  .meta({ id: "Reference" });
export type Reference = z.infer<typeof Reference>;

export const NamedRow = z
  .strictObject({
    id: Id,
    description: z.string().optional(),
    /** A concept, or a kind of actor. */
    target: z.string(),
    optional: z.boolean().optional(),
  })
  .meta({ id: "NamedRow" });
export type NamedRow = z.infer<typeof NamedRow>;

export const Transition = z
  .strictObject({
    id: Id,
    from: z.array(FieldName).min(1),
    /** May be one of `from`: an action that keeps the state. */
    to: FieldName,
    /** Attributes or references (`<name>Id`) written with it, over `row`, `actor` and `input`. */
    sets: z.record(FieldName, Expression).optional(),
    /** What the client has to say with it, as the body's properties (`input.comment`). */
    input: z.record(FieldName, Attribute).optional(),
    /**
     * Rows that the client names with it, as `<name>Id` of the body; `input.<name>` is the row. One that is called like
     * a reference of the concept is written to it.
     */
    references: z.record(FieldName, NamedRow).optional(),
  })
  .meta({ id: "Transition" });
export type Transition = z.infer<typeof Transition>;

export const Lifecycle = z
  .strictObject({
    /** Name of the state's attribute; the lifecycle declares it. */
    attribute: FieldName,
    states: z.array(FieldName).min(1),
    initial: FieldName,
    /** Action -> transition: `POST /loans/{loanId}/<action>`. */
    transitions: z.record(FieldName, Transition),
  })
  .meta({ id: "Lifecycle" });
export type Lifecycle = z.infer<typeof Lifecycle>;

/** A noun of the conversation: becomes a table with its operations. */
export const Concept = z
  .strictObject({
    id: Id,
    description: z.string().optional(),
    attributes: z.record(FieldName, Attribute),
    /** The actor whose rows these are, and the name of that relation: `{ actor: "member", as: "author" }`. */
    owner: z.strictObject({ actor: ActorName, as: FieldName, inverse: FieldName }).optional(),
    /** The concept that these are part of; listed and created below it, deleted with it, owned through it. */
    parent: z.strictObject({ concept: ConceptName, as: FieldName, inverse: FieldName }).optional(),
    references: z.record(FieldName, Reference),
    lifecycle: Lifecycle.optional(),
    softDelete: z.boolean().optional(),
    /** Whether its rows say who has joined its parent; when absent they do unless another concept says so. */
    membership: z.boolean().optional(),
  })
  .meta({ id: "Concept" });
export type Concept = z.infer<typeof Concept>;

const error = z.strictObject({ code: ErrorCode, title: z.string().min(1) });
const sort = z.strictObject({ name: FieldName, direction: z.enum(["asc", "desc"]) });

export const measures = ["count", "sum", "average", "minimum", "maximum"] as const;

/** What happens besides; over `row` (after the action), `actor`, `input` and `action`, the action's name. */
export const Effect = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("create"),
      concept: ConceptName,
      data: z.record(FieldName, Expression),
    }),
    /** Rows of another concept that fit `where` (over `parameter`) are written. */
    z.strictObject({
      type: z.literal("update"),
      concept: ConceptName,
      parameter: FieldName,
      where: Expression,
      data: z.record(FieldName, Expression),
    }),
    /** `to` is an address, or a list of them: each gets a mail of its own. */
    z.strictObject({ type: z.literal("notify"), to: Expression, subject: Expression, body: Expression }),
  ])
  .meta({ id: "Effect" });
export type Effect = z.infer<typeof Effect>;

/**
 * What a requirement means exactly. `action` is create, read, list, update, delete or the name of a transition.
 * Conditions are over `row` (absent for create), `input` (the body) and `actor` (`id`, `kind`).
 */
export const Formal = z
  .discriminatedUnion("type", [
    /**
     * `own`: rows that the actor owns, directly or through parents. `joined`: rows at or below one that the actor is a
     * member of; the condition may also speak of `membership`, its row. `read` covers get and list.
     */
    z.strictObject({
      type: z.literal("permission"),
      actors: z.array(z.string()).min(1),
      actions: z.array(FieldName).min(1),
      concept: ConceptName,
      scope: z.enum(["own", "any", "joined"]),
      /** Narrows the rows that are reached. */
      condition: Expression.optional(),
    }),
    /** At most `most` rows that fit `where` (over `row`) for each value of the relation `per`. */
    z.strictObject({
      type: z.literal("limit"),
      concept: ConceptName,
      per: FieldName,
      most: z.int().min(1),
      where: Expression.optional(),
      error,
    }),
    z.strictObject({
      type: z.literal("uniqueness"),
      concept: ConceptName,
      fields: z.array(FieldName).min(1),
      where: Expression.optional(),
      error,
    }),
    /** Counted 1, 2, 3 … at create for each value of the relation `per`, without gap or double. */
    z.strictObject({
      type: z.literal("sequence"),
      concept: ConceptName,
      attribute: FieldName,
      per: FieldName,
    }),
    /** The actions are refused where the condition is false. */
    z.strictObject({
      type: z.literal("condition"),
      concept: ConceptName,
      actions: z.array(FieldName).min(1),
      condition: Expression,
      error,
    }),
    /** The attribute is written by the server when the action happens. */
    z.strictObject({
      type: z.literal("computed"),
      concept: ConceptName,
      attribute: FieldName,
      action: FieldName,
      value: Expression,
    }),
    z.strictObject({
      type: z.literal("effect"),
      concept: ConceptName,
      action: FieldName,
      when: Expression.optional(),
      effect: Effect,
    }),
    /** Rows grouped by expressions over `row` and measured. */
    z.strictObject({
      type: z.literal("report"),
      name: FieldName,
      actors: z.array(z.string()).min(1),
      concept: ConceptName,
      where: Expression.optional(),
      by: z.record(FieldName, Expression),
      measures: z.record(
        FieldName,
        z.strictObject({ operation: z.enum(measures), value: Expression.optional() }),
      ),
      sort: sort.optional(),
      limit: z.int().min(1).max(1000).optional(),
    }),
    /** Accounts of these kinds can sign in, refresh, sign out, change and reset their password. */
    z.strictObject({ type: z.literal("account"), actors: z.array(ActorName).min(1) }),
    /** The attribute, reference, owner, parent or lifecycle is part of the concept (or of the actor's profile). */
    z.strictObject({ type: z.literal("structure"), concept: z.string(), member: FieldName.optional() }),
  ])
  .meta({ id: "Formal" });
export type Formal = z.infer<typeof Formal>;
export type FormalOf<Type extends Formal["type"]> = Extract<Formal, { type: Type }>;

export const Requirement = z
  .strictObject({
    id: Id,
    kind: z.enum(["functional", "rule", "security", "quality"]),
    /** One sentence in EARS form. */
    statement: z.string().min(1),
    criteria: z.array(z.string()).optional(),
    /** Keys of `sentences`. */
    evidence: z.array(z.string()),
    /** built: said. assumed: not said, with `because`. open: not understood or not yet possible. declined: not wanted. */
    status: z.enum(["built", "assumed", "open", "declined"]),
    because: z.string().optional(),
    /** Absent only when open, declined or of kind quality. */
    formal: Formal.optional(),
  })
  .meta({ id: "Requirement" });
export type Requirement = z.infer<typeof Requirement>;

/** A building block at work: which one, for what, and why. What it brings stands in concepts and requirements. */
export const Use = z
  .strictObject({ id: Id, block: z.string(), bind: z.record(z.string(), z.string()), because: z.string() })
  .meta({ id: "Use" });
export type Use = z.infer<typeof Use>;

export const Question = z
  .strictObject({
    id: Id,
    text: z.string().min(1),
    choices: z.record(z.string(), z.string()),
    /** A key of `choices`, taken when nobody answers. */
    default: z.string(),
    answer: z.string().optional(),
    evidence: z.array(z.string()),
  })
  .meta({ id: "Question" });
export type Question = z.infer<typeof Question>;

/** What somebody said: a span of a message of the conversation. */
export const Sentence = z
  .strictObject({ message: z.int().min(0), start: z.int().min(0), end: z.int().min(0), text: z.string() })
  .meta({ id: "Sentence" });
export type Sentence = z.infer<typeof Sentence>;

export const Requirements = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
    title: z.string().min(1),
    description: z.string(),
    /** BCP 47 tag of the user's language. */
    language: z.string(),
    actors: z.record(ActorName, Actor),
    concepts: z.record(ConceptName, Concept),
    /** Key: `R1`, `R2`, … */
    requirements: z.record(z.string().regex(/^R\d+$/), Requirement),
    uses: z.record(z.string(), Use),
    nonGoals: z.array(z.string()),
    questions: z.record(z.string(), Question),
    sentences: z.record(z.string().regex(/^S\d+$/), Sentence),
  })
  .meta({ id: "Requirements" });
export type Requirements = z.infer<typeof Requirements>;

import type { Api } from "../../api/document.ts";
import { EXTENSION } from "../../api/layout.ts";
import type { Database, Field, Model } from "../../database/document.ts";
import { columnsOf } from "../../database/fields.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import {
  comment,
  join,
  lines,
  number,
  origin,
  originOf,
  property,
  string,
  symbol,
  text,
  when,
  type Text,
} from "../../text/text.ts";
import type { Program, Statement } from "../document.ts";
import { blocksOf } from "../rows.ts";
import { delegate } from "./names.ts";

/** A kind of actor and the model of its profile. */
interface Profile {
  kind: string;
  name: string;
  model: Model;
}

/** `src/security/actors.ts`: where the profiles of each kind of actor are, and how the first of a kind is made. */
export function printActors(program: Program, api: Api, database: Database): PrintedFile {
  const bootstrapped = bootstrapKinds(program, api, database);
  const source = symbol({ name: "ActorSource", from: "src/security/actor.ts", typeOnly: true });
  const entries = profilesOf(database).map(({ kind, name, model }) => {
    const rows = delegate(text`client`, name);
    return origin(
      originOf("database", ["models", name]),
      text`
        ${property(kind)}: {
          find: (client, accountId) => ${rows}.findUnique({ where: { accountId }, select: { id: true } }),
          ${when(bootstrapped.has(kind), () => bootstrapText(database, model, rows))}
        },
      `,
    );
  });
  const body =
    entries.length === 0
      ? text`{}`
      : text`{
    ${lines(entries)}
  }`;
  return renderTypeScript(
    "src/security/actors.ts",
    lines([
      comment("Every kind of actor and where its profiles are."),
      text`export const actors = ${body} satisfies Record<string, ${source}>;`,
      text`

        export type ActorKind = keyof typeof actors;
      `,
    ]),
    { extension: EXTENSION },
  );
}

export function profilesOf(database: Database): Profile[] {
  return Object.entries(database.models).flatMap(([name, model]) =>
    (model.traits ?? []).flatMap((trait) =>
      trait.type === "actor" ? [{ kind: trait.kind, name, model }] : [],
    ),
  );
}

/** Kinds whose first profile no operation makes: neither a guest nor an actor of another kind that arises. */
export function bootstrapKinds(program: Program, api: Api, database: Database): Set<string> {
  const profiles = profilesOf(database);
  const makers = new Map<string, Set<string>>();
  for (const [name, { statements }] of Object.entries(program.procedures)) {
    for (const model of createdModels(statements)) {
      const kind = profiles.find((profile) => profile.name === model)?.kind;
      if (kind === undefined) continue;
      const known = makers.get(kind) ?? new Set<string>();
      for (const maker of api.operations[name]?.access ?? []) known.add(maker);
      makers.set(kind, known);
    }
  }
  const made = (kind: string): string[] => [...(makers.get(kind) ?? [])];
  const arisen = new Set<string>(["public"]);
  const bootstrapped = new Set<string>();
  let open = profiles.map((profile) => profile.kind);
  while (open.length > 0) {
    const next = open.filter((kind) => made(kind).some((maker) => arisen.has(maker)));
    const alone = open.filter((kind) => made(kind).every((maker) => maker === kind));
    const taken = next.length > 0 ? next : alone.length > 0 ? alone : open;
    for (const kind of taken) {
      arisen.add(kind);
      if (next.length === 0) bootstrapped.add(kind);
    }
    open = open.filter((kind) => !arisen.has(kind));
  }
  return bootstrapped;
}

function createdModels(statements: readonly Statement[]): string[] {
  return statements.flatMap((statement) => [
    ...(statement.type === "create" ? [statement.model] : []),
    ...blocksOf(statement).flatMap(createdModels),
  ]);
}

function bootstrapText(database: Database, model: Model, rows: Text): Text {
  const times = model.immutable ? ["createdAt"] : ["createdAt", "updatedAt"];
  const required = columnsOf(model).filter(({ name, field, implicit }) => {
    return !implicit && name !== "accountId" && !field.nullable && !field.default;
  });
  const usesEmail = required.some(({ field }) => isNamed(field));
  const members = [
    text`id`,
    text`accountId`,
    ...required.map(({ name, field }) => text`${property(name)}: ${firstValue(database, field)}`),
    ...times.map((name) => (name === "createdAt" ? text`createdAt` : text`${property(name)}: createdAt`)),
  ];
  const given = [text`id`, text`accountId`, ...(usesEmail ? [text`email`] : []), text`createdAt`];
  return text`
    bootstrap: (client, { ${join(given, text`, `)} }) =>
      ${rows}.create({ data: { ${join(members, text`, `)} } }),
  `;
}

function isNamed(field: Field): boolean {
  return !field.list && ["string", "text", "email"].includes(field.type);
}

/** What a required column of the first profile holds until its owner says better. */
function firstValue(database: Database, field: Field): Text {
  if (field.list) return text`[]`;
  switch (field.type) {
    case "string":
    case "text":
    case "email":
      return field.maxLength === undefined || field.maxLength >= 254
        ? text`email`
        : text`email.slice(0, ${number(field.maxLength)})`;
    case "boolean":
      return text`false`;
    case "int":
    case "bigint":
    case "float":
    case "decimal":
      return text`0`;
    case "uuid":
      return text`id`;
    case "uri":
      return string("https://example.com");
    case "date":
    case "datetime":
      return text`createdAt`;
    case "json":
      return text`{}`;
    case "bytes":
      return text`Buffer.alloc(0)`;
    case "enum":
      return string(database.enums[field.enum!]!.values[0]!);
    default:
      return field.type satisfies never;
  }
}

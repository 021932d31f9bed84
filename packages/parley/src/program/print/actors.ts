import type { Api } from "../../api/document.ts";
import { EXTENSION } from "../../api/layout.ts";
import { boundsOf, type Bounds } from "../../database/bounds.ts";
import type { Database, Field, Model } from "../../database/document.ts";
import { profilesOf } from "../../database/environment.ts";
import { columnsOf, neededModels, type Column } from "../../database/fields.ts";
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
import { reached } from "../routine.ts";
import { delegate } from "./names.ts";

/** `src/security/actors.ts`: where the profiles of each kind of actor are, and how the first of a kind is made. */
export function printActors(program: Program, api: Api, database: Database): PrintedFile {
  const bootstrapped = bootstrapKinds(program, api, database);
  const source = symbol({ name: "ActorSource", from: "src/security/actor.ts", typeOnly: true });
  const entries = profilesOf(database).map(({ kind, name }) => {
    const rows = delegate(text`client`, name);
    return origin(
      originOf("database", ["models", name]),
      text`
        ${property(kind)}: {
          find: (client, accountId) => ${rows}.findUnique({ where: { accountId }, select: { id: true } }),
          ${when(
            bootstrapped.has(kind),
            () => text`
              first: (client) => ${rows}.findFirst({ select: { id: true } }),
              ${bootstrapText(database, name)}
            `,
          )}
        },
      `,
    );
  });
  // The framework speaks of kinds: where there are none, the type has one that nobody is of.
  const body =
    entries.length === 0
      ? text`{} as Record<"nobody", ${source}>`
      : text`{
    ${lines(entries)}
  } satisfies Record<string, ${source}>`;
  return renderTypeScript(
    "src/security/actors.ts",
    lines([
      comment("Every kind of actor and where its profiles are."),
      text`export const actors = ${body};`,
      text`

        export type ActorKind = keyof typeof actors;
      `,
    ]),
    { extension: EXTENSION },
  );
}

/** Kinds whose first profile no operation makes: neither a guest nor an actor of another kind that arises. */
export function bootstrapKinds(program: Program, api: Api, database: Database): Set<string> {
  const profiles = profilesOf(database);
  const makers = new Map<string, Set<string>>();
  for (const [name, { statements }] of Object.entries(program.procedures)) {
    for (const model of createdModels(program, statements)) {
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

function createdModels(program: Program, statements: readonly Statement[]): string[] {
  return [...reached(program, statements)].flatMap((statement) => {
    const creates = ["create", "createMany", "upsert"].includes(statement.type);
    return creates && "model" in statement ? [statement.model] : [];
  });
}

/** Rows that the profile needs come first; all of them bear its id, each in a table of its own. */
function bootstrapText(database: Database, profile: string): Text {
  const needed = neededModels(database, profile);
  const rows = [...needed, profile].map((name) => firstRow(database, name));
  const usesEmail = [...needed, profile].some((name) =>
    requiredColumns(database.models[name]!).some(({ field }) => isNamed(field)),
  );
  const given = [text`id`, text`accountId`, ...(usesEmail ? [text`email`] : []), text`createdAt`];
  const parameters = text`{ ${join(given, text`, `)} }`;
  const last = rows.at(-1)!;
  if (needed.length === 0)
    return text`
    bootstrap: (client, ${parameters}) =>
      ${last},
  `;
  return text`
    bootstrap: async (client, ${parameters}) => {
      ${lines(rows.slice(0, -1).map((row) => text`await ${row};`))}
      return ${last};
    },
  `;
}

function requiredColumns(model: Model): Column[] {
  return columnsOf(model).filter(({ name, field, implicit, relation }) => {
    const isAccount = relation === "account" && name === "accountId";
    return !implicit && !isAccount && !field.nullable && (!field.default || field.default.type === "uuid");
  });
}

function firstRow(database: Database, name: string): Text {
  const model = database.models[name]!;
  const times = model.immutable ? ["createdAt"] : ["createdAt", "updatedAt"];
  const isProfile = Object.hasOwn(model.relations, "account");
  const members = [
    text`id`,
    ...(isProfile ? [text`accountId`] : []),
    ...requiredColumns(model).map(
      ({ name: column, field }) =>
        text`${property(column)}: ${firstValue(database, field, boundsOf(model, column))}`,
    ),
    ...times.map((time) => (time === "createdAt" ? text`createdAt` : text`${property(time)}: createdAt`)),
  ];
  return text`${delegate(text`client`, name)}.create({ data: { ${join(members, text`, `)} } })`;
}

function isNamed(field: Field): boolean {
  return !field.list && ["string", "text", "email"].includes(field.type);
}

/** What a required column of the first profile holds until its owner says better. */
function firstValue(database: Database, field: Field, { minimum, maximum }: Bounds): Text {
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
      return number(Math.min(Math.max(0, minimum ?? 0), maximum ?? Infinity));
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

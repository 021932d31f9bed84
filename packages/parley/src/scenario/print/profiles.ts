import type { Database, Field, Model } from "../../database/document.ts";
import { neededModels } from "../../database/fields.ts";
import { delegateName } from "../../database/names.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import {
  join,
  lines,
  literal,
  member,
  number,
  origin,
  originOf,
  paragraphs,
  property,
  symbol,
  template,
  text,
  when,
  type Text,
} from "../../text/text.ts";

const ACTORS = "test/support/actors.ts";

/** `test/support/actors.ts`: for each kind of actor, a function that makes its profile. */
export function printProfiles(database: Database): PrintedFile {
  const type = (name: string, from: string): Text => symbol({ name, from, typeOnly: true });
  const kinds = Object.entries(database.models).flatMap(([model, node]) =>
    (node.traits ?? []).flatMap((trait) =>
      trait.type === "actor" ? [printProfile(database, trait.kind, model)] : [],
    ),
  );
  const kind = type("ActorKind", "src/security/actors.ts");
  const all = text`: Record<${kind}, CreateProfile> = {
    ${lines(kinds)}
  }`;
  return renderTypeScript(
    ACTORS,
    paragraphs([
      text`
        type CreateProfile = (
          client: ${type("DatabaseClient", "src/database/database.service.ts")},
          profile: ${type("NewProfile", "src/security/actor.ts")},
          random: ${type("SeededRandom", "test/support/random.ts")},
        ) => Promise<unknown>;
      `,
      text`
        /** Makes the profile of a new actor, without the detour over the API. */
        export const profiles${kinds.length === 0 ? text` = {} as Record<${kind}, CreateProfile>` : all};
      `,
    ]),
    { extension: ".ts" },
  );
}

/** Rows that the profile needs come first; all of them bear its id, each in a table of its own. */
function printProfile(database: Database, kind: string, name: string): Text {
  const needed = neededModels(database, name);
  const rows = [...needed, name].map((model) => randomRow(database, model));
  const isRandom = [...needed, name].some((model) => randomFields(database.models[model]!).length > 0);
  const random = when(isRandom, text`, random`);
  const last = rows.at(-1)!;
  const code =
    needed.length === 0
      ? text`${property(kind)}: (client, { id, accountId, createdAt }${random}) =>
      ${last},`
      : text`
        ${property(kind)}: async (client, { id, accountId, createdAt }${random}) => {
          ${lines(rows.slice(0, -1).map((row) => text`await ${row};`))}
          return ${last};
        },
      `;
  return origin(originOf("database", ["models", name]), code);
}

/** The database knows no default of a new uuid. */
function randomFields({ fields }: Model): [string, Field][] {
  return Object.entries(fields).filter(
    ([, field]) => !field.nullable && !field.list && (!field.default || field.default.type === "uuid"),
  );
}

function randomRow(database: Database, name: string): Text {
  const model = database.models[name]!;
  const values = randomFields(model).map(
    ([field, node]) => text`${property(field)}: ${valueOf(database, node)}`,
  );
  const keys = Object.entries(model.relations)
    .filter(([relation, { required }]) => required && relation !== "account")
    .map(([relation]) => text`${property(`${relation}Id`)}: id`);
  const times = model.immutable ? text`createdAt` : text`createdAt, updatedAt: createdAt`;
  const account = when(Object.hasOwn(model.relations, "account"), text`accountId`);
  const data = join([text`id`, account, ...keys, ...values, times], text`, `);
  return text`client${member(delegateName(name))}.create({ data: { ${data} } })`;
}

function valueOf(database: Database, field: Field): Text {
  switch (field.type) {
    case "boolean":
      return text`random.boolean()`;
    case "int":
    case "float":
      return text`random.integer(1, 1_000_000)`;
    case "bigint":
      return text`BigInt(random.integer(1, 1_000_000))`;
    case "decimal": {
      const whole = Math.min(3, (field.precision ?? 14) - (field.scale ?? 2));
      return text`random.decimal(0, ${number(whole > 0 ? 10 ** whole - 1 : 0)}, ${number(field.scale ?? 2)})`;
    }
    case "string":
    case "text":
      return text`random.letters(${number(Math.min(field.maxLength ?? 12, 12))})`;
    case "uuid":
      return text`random.uuid()`;
    case "email":
      return text`random.email()`;
    case "uri":
      return template(["https://example.com/", text`random.letters(8)`]);
    case "date":
      return text`new Date(random.day())`;
    case "datetime":
      return text`new Date(random.moment())`;
    case "json":
      return text`{}`;
    case "bytes":
      return text`Buffer.from(random.letters(8))`;
    case "enum":
      return text`random.pick(${literal(database.enums[field.enum ?? ""]?.values ?? [])} as const)`;
    default:
      return field.type satisfies never;
  }
}

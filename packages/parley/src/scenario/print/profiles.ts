import { boundsOf } from "../../database/bounds.ts";
import type { Database, Field, Model } from "../../database/document.ts";
import { profilesOf } from "../../database/environment.ts";
import { neededModels } from "../../database/fields.ts";
import { delegateName } from "../../database/names.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import {
  empty,
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
  const kinds = profilesOf(database).map(({ kind: of, name }) => ({
    kind: of,
    model: name,
    code: printProfile(database, of, name),
  }));
  const kind = type("ActorKind", "src/security/actors.ts");
  const isCounted = kinds.some(({ model }) =>
    [...neededModels(database, model), model].some(
      (name) => countedFields(database.models[name]!).length > 0,
    ),
  );
  const prisma = type("Prisma", "src/database/client/client.ts");
  const values = text`{
    ${lines(kinds.map(({ kind: name, model }) => text`${property(name)}: Partial<${prisma}${member(`${model}UncheckedCreateInput`)}>;`))}
  }`;
  const all = text`: { [Kind in ${kind}]: CreateProfile<ProfileValues[Kind]> } = {
    ${lines(kinds.map(({ code }) => code))}
  }`;
  return renderTypeScript(
    ACTORS,
    paragraphs([
      text`
        /** What a test may say of a new profile; the rest is random. */
        export type ProfileValues = ${kinds.length === 0 ? text`Record<${kind}, object>` : values};

        type CreateProfile<Values> = (
          client: ${type("DatabaseClient", "src/database/database.service.ts")},
          profile: ${type("NewProfile", "src/security/actor.ts")},
          values: Values | undefined,
          random: ${type("SeededRandom", "test/support/random.ts")},
        ) => Promise<unknown>;
      `,
      when(
        isCounted,
        text`
          let count = 0;

          /** A number that no other profile of a test file has, as long as there are any. */
          function nextBetween(least: number, most: number): number {
            count += 1;
            return least + (count % (most - least + 1));
          }
        `,
      ),
      text`
        /** Makes the profile of a new actor, without the detour over the API. */
        export const profiles${kinds.length === 0 ? text` = {} as Record<${kind}, CreateProfile<object>>` : all};
      `,
    ]),
    { extension: ".ts" },
  );
}

/** Rows that the profile needs come first; all of them bear its id, each in a table of its own. */
function printProfile(database: Database, kind: string, name: string): Text {
  const needed = neededModels(database, name);
  const rows = [
    ...needed.map((model) => randomRow(database, model)),
    randomRow(database, name, text`...values`),
  ];
  const isRandom = [...needed, name].some((model) => {
    const node = database.models[model]!;
    return randomFields(node).length > countedFields(node).length;
  });
  const random = when(isRandom, text`, random`);
  const last = rows.at(-1)!;
  const code =
    needed.length === 0
      ? text`${property(kind)}: (client, { id, accountId, createdAt }, values${random}) =>
      ${last},`
      : text`
        ${property(kind)}: async (client, { id, accountId, createdAt }, values${random}) => {
          ${lines(rows.slice(0, -1).map((row) => text`await ${row};`))}
          return ${last};
        },
      `;
  return origin(originOf("database", ["models", name]), code);
}

/** Whole numbers of which no two profiles may have the same, and of which there are not so many. */
function countedFields(model: Model): string[] {
  const alone = Object.values(model.uniques ?? {}).flatMap(({ fields }) =>
    fields.length === 1 ? fields : [],
  );
  return randomFields(model).flatMap(([name, field]) => {
    const [least, most] = profileBounds(model, name, field);
    return field.type === "int" && alone.includes(name) && most - least < 1_000_000 ? [name] : [];
  });
}

/** The database knows no default of a new uuid. */
function randomFields({ fields }: Model): [string, Field][] {
  return Object.entries(fields).filter(
    ([, field]) => !field.nullable && !field.list && (!field.default || field.default.type === "uuid"),
  );
}

function randomRow(database: Database, name: string, said: Text = empty): Text {
  const model = database.models[name]!;
  const counted = countedFields(model);
  const values = randomFields(model).map(([field, node]) => {
    const bounds = profileBounds(model, field, node);
    return text`${property(field)}: ${counted.includes(field) ? nextNumber(bounds) : valueOf(database, node, bounds)}`;
  });
  const keys = Object.entries(model.relations)
    .filter(([relation, { required }]) => required && relation !== "account")
    .map(([relation]) => text`${property(`${relation}Id`)}: id`);
  const times = model.immutable ? text`createdAt` : text`createdAt, updatedAt: createdAt`;
  const account = when(Object.hasOwn(model.relations, "account"), text`accountId`);
  const data = join([text`id`, account, ...keys, ...values, times, said], text`, `);
  return text`client${member(delegateName(name))}.create({ data: { ${data} } })`;
}

function nextNumber([least, most]: [number, number]): Text {
  return text`nextBetween(${number(least)}, ${number(most)})`;
}

/** Between which numbers the random number of a column of a profile lies. */
export function profileBounds(model: Model, column: string, field: Field): [number, number] {
  const { precision = 14, scale = 2, type } = field;
  const digits = Math.max(0, Math.min(3, precision - scale));
  const [least, most] = type === "decimal" ? [0, 10 ** digits - 1] : [1, 1_000_000];
  const { minimum, maximum } = boundsOf(model, column);
  return [minimum ?? Math.min(least, maximum ?? least), maximum ?? Math.max(most, minimum ?? most)];
}

function valueOf(database: Database, field: Field, [least, most]: [number, number]): Text {
  switch (field.type) {
    case "boolean":
      return text`random.boolean()`;
    case "int":
    case "float":
      return text`random.integer(${number(Math.ceil(least))}, ${number(Math.floor(most))})`;
    case "bigint":
      return text`BigInt(random.integer(${number(Math.ceil(least))}, ${number(Math.floor(most))}))`;
    case "decimal":
      return text`random.decimal(${number(least)}, ${number(most)}, ${number(field.scale ?? 2)})`;
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

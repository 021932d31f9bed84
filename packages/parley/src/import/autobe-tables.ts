import { infrastructureModels } from "../database/infrastructure.ts";
import { reservedMemberNames, reservedTypeNames } from "../database/reserved.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { camelCase, pascalCase, plural, singular, unique, words } from "../text/names.ts";
import {
  DOCUMENT_FILE,
  PRISMA_FILE,
  type AutobeModel,
  type AutobeRole,
  type AutobeSource,
  type ForeignField,
} from "./autobe-source.ts";
import { placeIn, report } from "./diagnostics.ts";

/** A table of the source under the names that it has here. */
export interface Table {
  source: AutobeModel;
  /** Its model's name. */
  model: string;
  /** Column here by the name of the field there; absent for what is left out. */
  columns: Map<string, string>;
  /** Relations that are kept, by the name of the foreign key there. */
  relations: Map<string, { name: string; target: Table; field: ForeignField }>;
}

/** A kind of actor that signs in. */
export interface Actor {
  kind: string;
  role: AutobeRole;
  profile: Table;
  /** What holds its address and password there: the profile's table, or the one that it points to. */
  credentials: Table;
}

/** All tables with their new names, and who signs in by them. */
export interface Tables {
  /** By the table's name in the source. */
  byName: Map<string, Table>;
  actors: Actor[];
  /** Kinds without an account: what they may do is open to all. */
  guests: Set<string>;
}

/** Columns that every model has here, by their usual names there. */
export const implicitColumns: Record<string, string> = {
  id: "id",
  created_at: "createdAt",
  updated_at: "updatedAt",
  deleted_at: "deletedAt",
};

const PASSWORD = /^(?:hashed_)?password(?:_?(?:hash|digest|salt))?$|^passwd$|^hashed_password$/;

export function isPassword(field: string): boolean {
  return PASSWORD.test(field);
}

const longestName = 48;

/** Names models and columns, finds the actors, and leaves out tables that the framework has itself. */
export function nameTables(source: AutobeSource, diagnostics: Diagnostic[]): Tables {
  const kept = withoutSessions(source, diagnostics);
  const byName = new Map<string, Table>();
  const prefix = commonPrefix(kept.map(({ name }) => words(name)));
  const taken = new Set<string>([...reservedTypeNames, ...Object.keys(infrastructureModels())]);
  for (const model of kept) {
    const all = words(singular(model.name));
    const short = pascalCase(all.slice(prefix).join(" "));
    const wanted = taken.has(short) || !/^[A-Z]/.test(short) ? pascalCase(all.join(" ")) : short;
    const start = /^[A-Z]/.test(wanted) ? wanted : `Table${wanted}`;
    const name = unique(start.slice(0, longestName - 2), taken);
    taken.add(name);
    taken.add(plural(name));
    byName.set(model.name, { source: model, model: name, columns: new Map(), relations: new Map() });
  }
  for (const table of byName.values()) nameColumns(table, byName, diagnostics);
  const { actors, guests } = findActors(source, byName, diagnostics);
  return { byName, actors, guests };
}

function commonPrefix(names: readonly string[][]): number {
  const [first, ...others] = names;
  if (!first || others.length === 0) return 0;
  let length = 0;
  while (names.every((name) => name.length > length + 1 && name[length] === first[length])) length += 1;
  return length;
}

/** Tables of sessions that nothing else points to: the framework keeps sessions itself. */
function withoutSessions({ models }: AutobeSource, diagnostics: Diagnostic[]): AutobeModel[] {
  const targets = new Set(
    models.flatMap(({ foreignFields = [] }) => foreignFields.map(({ relation }) => relation.targetModel)),
  );
  const seen = new Set<string>();
  return models.filter((model) => {
    const place = placeIn(PRISMA_FILE, model.place);
    if (seen.has(model.name)) {
      diagnostics.push(report.malformed(place, { reason: `there are two models called ${model.name}` }));
      return false;
    }
    seen.add(model.name);
    if (model.material === true) {
      diagnostics.push(report.malformed(place, { reason: `${model.name} is a materialized view` }));
      return false;
    }
    const isSession = words(singular(model.name)).at(-1) === "session" && !targets.has(model.name);
    const expires = (model.plainFields ?? []).some(({ name }) => /token|expire/.test(name));
    if (isSession && expires && (model.foreignFields ?? []).length > 0) {
      diagnostics.push(report["session-table"](place, { model: model.name }));
      return false;
    }
    return true;
  });
}

/** Foreign keys first: their names come as a pair, `author` and `authorId`. */
function nameColumns(table: Table, byName: ReadonlyMap<string, Table>, diagnostics: Diagnostic[]): void {
  const { source, columns, relations, model } = table;
  const taken = new Set<string>([...Object.values(implicitColumns), ...reservedMemberNames]);
  const claim = (wish: string, isFree = (name: string) => !taken.has(name)): string => {
    const plain = /^[a-z]/.test(wish) ? wish : `field${pascalCase(wish)}`;
    const start = plain.slice(0, longestName - 4);
    let name = start;
    for (let count = 2; !isFree(name); count++) name = `${start}${count}`;
    taken.add(name);
    return name;
  };
  for (const [name, here] of Object.entries(implicitColumns)) columns.set(name, here);
  if (source.primaryField) columns.set(source.primaryField.name, "id");
  for (const [index, field] of (source.foreignFields ?? []).entries()) {
    const target = byName.get(field.relation.targetModel);
    const place = placeIn(PRISMA_FILE, [...source.place, "foreignFields", index]);
    if (!target) {
      const parts = { model, relation: field.relation.name, target: field.relation.targetModel };
      diagnostics.push(report["unknown-target"](place, parts));
      columns.set(field.name, claim(camelCase(field.name)));
      continue;
    }
    const name = claim(camelCase(field.relation.name), (wish) => !taken.has(wish) && !taken.has(`${wish}Id`));
    taken.add(`${name}Id`);
    columns.set(field.name, `${name}Id`);
    relations.set(field.name, { name, target, field });
  }
  for (const [index, { name }] of (source.plainFields ?? []).entries()) {
    if (columns.has(name)) continue;
    const to = claim(camelCase(name));
    columns.set(name, to);
    if (to === camelCase(name)) continue;
    const place = placeIn(PRISMA_FILE, [...source.place, "plainFields", index]);
    diagnostics.push(report.renamed(place, { from: `${source.name}.${name}`, to: `${model}.${to}` }));
  }
}

function findActors(
  source: AutobeSource,
  byName: Map<string, Table>,
  diagnostics: Diagnostic[],
): Pick<Tables, "actors" | "guests"> {
  const actors: Actor[] = [];
  const guests = new Set<string>(["guest"]);
  for (const role of rolesOf(source)) {
    const kind = camelCase(role.name);
    const place = placeIn(DOCUMENT_FILE, role.place);
    if (role.kind === "guest" || role.name === "guest") {
      guests.add(role.name);
      diagnostics.push(report["guest-account"](place, { kind }));
      continue;
    }
    const known = [...byName.values()].find(
      ({ model }) => camelCase(model) === camelCase(singular(role.name)),
    );
    const profile = known ?? addProfile(byName, role);
    if (!known) diagnostics.push(report["profile-added"](place, { kind, model: profile.model }));
    actors.push({ kind, role, profile, credentials: credentialsOf(profile) ?? profile });
  }
  return { actors, guests };
}

/** A table for people of a kind that the source has none for. */
function addProfile(byName: Map<string, Table>, { name, place }: AutobeRole): Table {
  const taken = new Set([...byName.values()].map(({ model }) => model));
  const table: Table = {
    source: { name: plural(name), place },
    model: unique(pascalCase(name), taken),
    columns: new Map(Object.entries(implicitColumns)),
    relations: new Map(),
  };
  byName.set(unique(table.source.name, byName), table);
  return table;
}

/** Those that are declared, and those that operations speak of. */
function rolesOf({ roles, operations }: AutobeSource): AutobeRole[] {
  const known = new Map(roles.map((role) => [role.name, role]));
  for (const { authorizationRole, authorizationActor, place } of operations) {
    const name = authorizationRole ?? authorizationActor;
    if (name && !known.has(name)) known.set(name, { name, place: [...place, "authorizationRole"] });
  }
  return [...known.values()];
}

function credentialsOf(profile: Table): Table | undefined {
  if (holdsPassword(profile)) return profile;
  return [...profile.relations.values()].find(({ target, field }) => !field.nullable && holdsPassword(target))
    ?.target;
}

function holdsPassword({ source }: Table): boolean {
  return (source.plainFields ?? []).some(({ name }) => isPassword(name));
}

/** The table that a schema's name speaks of: `IDiscussionBoardPost.ISummary` of `discussion_board_posts`. */
export function tableCalled(tables: Tables, schema: string): Table | undefined {
  const [base = ""] = schema.split(".");
  const named = words(singular(base.replace(/^I(?=[A-Z])/, "")));
  let best: Table | undefined;
  let length = 0;
  for (const table of tables.byName.values()) {
    const own = words(table.model);
    const matches = own.length <= named.length && named.slice(-own.length).join(" ") === own.join(" ");
    if (matches && own.length > length) {
      best = table;
      length = own.length;
    }
  }
  return best;
}

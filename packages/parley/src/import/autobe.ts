import type { Api } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { sentenceCase, words } from "../text/names.ts";
import { importTables } from "./autobe-database.ts";
import { importOperations, servedOperations } from "./autobe-operations.ts";
import { importSchemas } from "./autobe-schemas.ts";
import { guessScopes } from "./autobe-scopes.ts";
import { readAutobe, type AutobeSource } from "./autobe-source.ts";
import { nameTables } from "./autobe-tables.ts";
import { usageOf } from "./autobe-usage.ts";

/** Documents made from somebody else's, and what was repaired, guessed, kept or dropped on the way. */
export interface ImportedApi {
  database: Database;
  api: Api;
  /** Each has its place in the source: the file's name and a JSON pointer. */
  diagnostics: Diagnostic[];
}

const accountErrors: Api["errors"] = {
  "email-taken": {
    id: "email-taken",
    status: 409,
    title: "There is an account with this e-mail address already.",
  },
  "wrong-credentials": { id: "wrong-credentials", status: 401, title: "Name or password is wrong." },
  "invalid-refresh-token": {
    id: "invalid-refresh-token",
    status: 401,
    title: "The refresh token is unknown, expired or was used before.",
  },
};

/**
 * The database and API of a project that AutoBE generated, from its `prisma.json` and `document.json`. Total: what
 * cannot be read or said is left out and told.
 */
export function importAutobe(prisma: unknown, document: unknown): ImportedApi {
  const source = readAutobe(prisma, document);
  const { diagnostics } = source;
  const tables = nameTables(source, diagnostics);
  const operations = servedOperations({ source, diagnostics });
  const served: AutobeSource = { ...source, operations };
  const usage = usageOf(served, tables);
  const database = importTables(tables, usage, diagnostics);
  const importing = { source: served, tables, usage, database, diagnostics };
  const schemas = importSchemas(importing, operations);
  const api: Api = {
    profile: "foreign",
    info: { title: titleOf(source), version: "1.0.0", description: "" },
    errors: { ...accountErrors },
    schemas: schemas.schemas,
    operations: importOperations(importing, operations, schemas),
  };
  guessScopes(api, importing);
  return { database, api, diagnostics };
}

/** Words that all tables begin with: `discussion_board_posts` belongs to a discussion board. */
function titleOf({ models }: AutobeSource): string {
  const names = models.map(({ name }) => words(name));
  const [first = []] = names;
  const end = first.findIndex((word, index) => names.some((name) => name[index] !== word));
  const shared = first.slice(0, end < 0 ? Math.max(0, first.length - 1) : end);
  return shared.length === 0 ? "Imported API" : sentenceCase(shared.join(" "));
}

import type { Api } from "../../src/api/document.ts";
import type { Database } from "../../src/database/document.ts";
import type { Expression } from "../../src/expression/document.ts";
import { operation, properties, text } from "../../test/api/diagnostics-samples.ts";
import { database as booksDatabase, library as books } from "../../test/api/samples/library.ts";
import { book } from "../../test/database/diagnostics-samples.ts";
import { condition, library } from "../../test/database/sample.ts";
import { bookingBackend, type Backend as ProgramBackend } from "../../test/program/backend.ts";
import { change } from "../../test/program/diagnostics-samples.ts";
import type { SpoiledDocument } from "../../test/reference/diagnostic-sample.ts";

/** How a rule is broken, beside its samples: in a way that somebody else minds too. */
export interface Breakage {
  code: string;
  spoiled: () => SpoiledDocument;
}

/** Every date must exist; the schema of a document does not see that this one does not. */
const noDate: Expression = { type: "date", value: "2026-02-30" };

const inDatabase: Record<string, (database: Database) => void> = {
  "database/reserved-field": (database) => (book(database).fields["xmin"] = { id: "x", type: "int" }),
  "database/reserved-name": (database) => (database.enums["SortOrder"] = { id: "x", values: ["up"] }),
  "database/repeated-column": (database) =>
    Object.assign(book(database).uniques!, { twice: { fields: ["title", "title"] } }),
  "expression/not-in-sql": (database) => {
    book(database).uniques!["recent"] = { fields: ["title"], where: condition("row.publishedOn < today()") };
  },
  "expression/invalid-literal": (database) => {
    book(database).fields["soldOn"] = { id: "x", type: "date" };
    const sold = condition('row.soldOn != date("2026-01-01")');
    book(database).checks!["sold"] = {
      condition: sold.type === "binary" ? { ...sold, right: noDate } : sold,
    };
  },
};

const inApi: Record<string, (api: Api) => void> = {
  "api/malformed-path": (api) => (operation(api, "getLoan").path = "/loans/{loanId"),
  "api/reserved-route": (api) => {
    operation(api, "listBooks").path = "/health/live";
  },
  "api/malformed-pattern": (api) => {
    properties(api, "CreateBook")["title"]!.schema = { ...text, maxLength: 9, pattern: "^(a" };
  },
};

const inProgram: Record<string, (backend: ProgramBackend) => void> = {
  "program/answer-not-a-row": ({ program }) =>
    change(program.procedures["confirmBooking"]!.statements, "return", {
      value: condition("booking.note == null ? booking : booking"),
    }),
};

/** Breakages of rules whose samples no tool minds, though it minds these. */
export const breakages: Breakage[] = [
  ...Object.entries(inDatabase).map(([code, change]): Breakage => ({
    code,
    spoiled: () => {
      const broken = library();
      change(broken);
      return { language: "database", whole: { database: library() }, broken: { database: broken } };
    },
  })),
  ...Object.entries(inApi).map(([code, change]): Breakage => ({
    code,
    spoiled: () => {
      const api = structuredClone(books);
      change(api);
      return {
        language: "api",
        whole: { database: booksDatabase, api: books },
        broken: { database: booksDatabase, api },
      };
    },
  })),
  ...Object.entries(inProgram).map(([code, spoil]): Breakage => ({
    code,
    spoiled: () => {
      const broken = structuredClone(bookingBackend());
      spoil(broken);
      return { language: "program", whole: bookingBackend(), broken };
    },
  })),
];

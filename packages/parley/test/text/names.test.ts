import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as names from "../../src/text/names.ts";
import { string as anyString } from "./arbitraries.ts";

test("names are split into words whatever their case", () => {
  expect(names.words("HTTPServer2Go")).toEqual(["http", "server2", "go"]);
  expect(names.words("  order_line-item's Price ")).toEqual(["order", "line", "items", "price"]);
  expect(names.words("überGröße ÉtatCivil")).toEqual(["über", "größe", "état", "civil"]);
  expect(names.camelCase("order line")).toBe("orderLine");
  expect(names.pascalCase("order_line")).toBe("OrderLine");
  expect(names.snakeCase("OrderLine")).toBe("order_line");
  expect(names.kebabCase("OrderLine")).toBe("order-line");
  expect(names.sentenceCase("orderLineItem")).toBe("Order line item");
  expect(names.titleCase("orderLineItem")).toBe("Order Line Item");
});

test("inflection changes the last word and keeps the case", () => {
  expect(["orderLine", "Category", "order_entry", "Person", "news", "API key"].map(names.plural)).toEqual([
    "orderLines",
    "Categories",
    "order_entries",
    "People",
    "news",
    "API keys",
  ]);
  expect(["orderLines", "Categories", "salesPeople", "addresses"].map(names.singular)).toEqual([
    "orderLine",
    "Category",
    "salesPerson",
    "address",
  ]);
  expect(names.counted(1, "book")).toBe("1 book");
  expect(names.counted(0, "entry")).toBe("0 entries");
});

test("a database name fits, is stable and keeps its suffix", () => {
  expect(names.databaseName(["Book", "authorId"], "fkey")).toBe("book_author_id_fkey");
  const long = ["OrganizationMembership", "invitationAcceptedBy", "externalReferenceNumber"];
  const name = names.databaseName(long, "key");
  expect(name).toBe("organization_membership_invitation_accepted_by_ext_49f8cc7c_key");
  expect(names.databaseName([...long, "x"], "key")).not.toBe(name);
  fc.assert(
    fc.property(
      fc.array(fc.oneof(anyString, fc.constant("größe漢😀".repeat(5))), { minLength: 1 }),
      (parts) => {
        const bounded = names.databaseName(parts, "idx");
        expect(Buffer.byteLength(bounded)).toBeLessThanOrEqual(63);
        expect(bounded.endsWith("_idx")).toBe(true);
        expect(Buffer.from(bounded).toString()).toBe(bounded);
      },
    ),
  );
});

test("unique counts on from two", () => {
  expect(names.unique("a", new Set(["b"]))).toBe("a");
  expect(names.unique("a", new Set(["a", "a2"]))).toBe("a3");
});

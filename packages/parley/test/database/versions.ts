import { Database, type Field, type Model } from "../../src/database/document.ts";
import { infrastructureModels } from "../../src/database/infrastructure.ts";
import { condition, manyToOne, model } from "./sample.ts";

/** A step from one version of a document to the next, and what is expected of its migration. */
export interface Version {
  title: string;
  edit: (next: Database) => void;
  /** Findings of the migration: what is asked before data goes or rows are refused. */
  asked: [code: string, pointer: string][];
  /** What PostgreSQL says as long as nobody has answered, and the answer: rows mended, or the document. */
  stops?: { saying: RegExp; rows?: string; document?: (next: Database) => void };
  /** Values after it, by query. */
  rows: [query: string, expected: Record<string, unknown>[]][];
}

export function firstVersion(): Database {
  return Database.parse({
    enums: { Size: { id: "Size", values: ["small", "medium", "large", "huge"] } },
    models: {
      ...infrastructureModels(),
      Customer: model("Customer", {
        fields: {
          name: { type: "string", maxLength: 80 },
          phone: { type: "string", maxLength: 20, nullable: true },
          remark: { type: "string", maxLength: 200, nullable: true },
        },
      }),
      Parcel: model("Parcel", {
        fields: {
          code: { type: "string", maxLength: 12 },
          weight: { type: "int" },
          price: { type: "decimal", precision: 8, scale: 2 },
          state: { type: "string", maxLength: 20, default: { type: "literal", value: "packed" } },
          size: { type: "enum", enum: "Size", default: { type: "literal", value: "medium" } },
          dock: { type: "int" },
          startsAt: { type: "datetime" },
          endsAt: { type: "datetime", nullable: true },
          insuredFor: { type: "decimal", precision: 8, scale: 2, nullable: true },
        },
        relations: { customer: manyToOne("Customer", "parcels") },
        indexes: { state: { fields: [{ field: "state" }] } },
      }),
    },
  });
}

const one = "00000000-0000-7000-8000-000000000001";
const two = "00000000-0000-7000-8000-000000000002";

export const firstRows = `
  insert into customer (id, name, phone, remark, created_at, updated_at) values
    ('${one}', 'Ada Lovelace', '123', 'rings twice', now(), now()), ('${two}', 'Alan Turing', null, null, now(), now());
  insert into parcel (id, code, weight, price, state, size, dock, starts_at, ends_at, insured_for, customer_id, created_at, updated_at) values
    (gen_random_uuid(), 'A1', 2000000000, 12.50, 'packed', 'medium', 1, '2026-05-01T08:00Z', '2026-05-01T10:00Z', 99.99, '${one}', now(), now()),
    (gen_random_uuid(), 'A2', 1, 0.01, 'sent', 'small', 1, '2026-05-01T09:00Z', '2026-05-01T11:00Z', null, '${one}', now(), now()),
    (gen_random_uuid(), 'A2', -5, 7.00, 'packed', 'large', 2, '2026-05-01T09:00Z', null, null, '${two}', now(), now());
`;

const shipment = (database: Database): Model => database.models["Shipment"]!;
const customer = (database: Database): Model => database.models["Customer"]!;

function rename<Node>(record: Record<string, Node>, from: string, to: string): void {
  const entries = Object.entries(record).map(([name, node]) => [name === from ? to : name, node] as const);
  for (const name of Object.keys(record)) delete record[name];
  for (const [name, node] of entries) record[name] = node;
}

function retype(model: Model, name: string, type: Omit<Field, "id">): void {
  model.fields[name] = { id: model.fields[name]!.id, ...type };
}

/** Nine steps, so ten versions. */
export const versions: Version[] = [
  {
    title: "a model, a field, a relation and a value of an enum get other names",
    edit: (next) => {
      rename(next.models, "Parcel", "Shipment");
      rename(shipment(next).fields, "code", "trackingCode");
      rename(shipment(next).relations, "customer", "sender");
      shipment(next).relations["sender"]!.inverse = "shipments";
      next.enums["Size"]!.values = ["small", "standard", "large", "huge"];
      shipment(next).fields["size"]!.default = { type: "literal", value: "standard" };
    },
    asked: [["value-rename", "/enums/Size/values/1"]],
    rows: [
      [
        "select tracking_code, size::text, (select name from customer where id = sender_id) from shipment order by weight desc",
        [
          { tracking_code: "A1", size: "standard", name: "Ada Lovelace" },
          { tracking_code: "A2", size: "small", name: "Ada Lovelace" },
          { tracking_code: "A2", size: "large", name: "Alan Turing" },
        ],
      ],
    ],
  },
  {
    title: "columns get wider, and a text becomes an enum",
    edit: (next) => {
      next.enums["ShipmentState"] = { id: "ShipmentState", values: ["packed", "sent", "arrived"] };
      retype(shipment(next), "weight", { type: "bigint" });
      retype(shipment(next), "price", { type: "decimal", precision: 12, scale: 3 });
      retype(customer(next), "remark", { type: "text", nullable: true });
      retype(shipment(next), "state", {
        type: "enum",
        enum: "ShipmentState",
        default: { type: "literal", value: "packed" },
      });
    },
    asked: [["lossy-change", "/models/Shipment/fields/state"]],
    rows: [
      [
        "select weight::text, price::text, state::text from shipment order by weight desc",
        [
          { weight: "2000000000", price: "12.500", state: "packed" },
          { weight: "1", price: "0.010", state: "sent" },
          { weight: "-5", price: "7.000", state: "packed" },
        ],
      ],
      ["select remark from customer where remark is not null", [{ remark: "rings twice" }]],
    ],
  },
  {
    title: "required fields come, one of them without a value for old rows",
    edit: (next) => {
      shipment(next).fields["priority"] = { id: "p", type: "int", default: { type: "literal", value: 3 } };
      shipment(next).fields["label"] = { id: "l", type: "uuid", default: { type: "uuid" } };
      shipment(next).fields["carrier"] = { id: "c", type: "string", maxLength: 20 };
    },
    asked: [["needs-default", "/models/Shipment/fields/carrier"]],
    stops: {
      saying: /column "carrier" of relation "shipment" contains null values/,
      document: (next) => (shipment(next).fields["carrier"]!.default = { type: "literal", value: "post" }),
    },
    rows: [
      [
        "select priority, carrier, count(distinct label)::int as labels from shipment group by 1, 2",
        [{ priority: 3, carrier: "post", labels: 3 }],
      ],
    ],
  },
  {
    title: "a column is split, first half: what it becomes stands beside it",
    edit: (next) => {
      customer(next).fields["givenName"] = { id: "g", type: "string", maxLength: 40, nullable: true };
      customer(next).fields["familyName"] = { id: "f", type: "string", maxLength: 40, nullable: true };
    },
    asked: [],
    rows: [["select count(*)::int as empty from customer where given_name is null", [{ empty: 2 }]]],
  },
  {
    title: "a column is split, second half: it goes, and nothing is null any more",
    edit: (next) => {
      delete customer(next).fields["name"];
      delete customer(next).fields["givenName"]!.nullable;
      delete customer(next).fields["familyName"]!.nullable;
    },
    asked: [
      ["lossy-change", "/models/Customer"],
      ["needs-default", "/models/Customer/fields/givenName"],
      ["needs-default", "/models/Customer/fields/familyName"],
    ],
    stops: {
      saying: /column "(given|family)_name" of relation "customer" contains null values/,
      rows: "update customer set given_name = split_part(name, ' ', 1), family_name = split_part(name, ' ', 2)",
    },
    rows: [
      [
        "select given_name, family_name from customer order by 1",
        [
          { given_name: "Ada", family_name: "Lovelace" },
          { given_name: "Alan", family_name: "Turing" },
        ],
      ],
    ],
  },
  {
    title: "what must be unique is not",
    edit: (next) => {
      shipment(next).uniques = { trackingCode: { fields: ["trackingCode"], error: "code-taken" } };
    },
    asked: [["rows-may-break", "/models/Shipment/uniques/trackingCode"]],
    stops: {
      saying: /could not create unique index "shipment_tracking_code_key"/,
      rows: "update shipment set tracking_code = 'A3' where dock = 2",
    },
    rows: [["select count(distinct tracking_code)::int as codes from shipment", [{ codes: 3 }]]],
  },
  {
    title: "a list comes, and a value becomes a list",
    edit: (next) => {
      shipment(next).fields["tags"] = {
        id: "t",
        type: "string",
        maxLength: 20,
        list: true,
        default: { type: "emptyList" },
      };
      shipment(next).indexes!["tags"] = { fields: [{ field: "tags" }] };
      rename(customer(next).fields, "phone", "phones");
      retype(customer(next), "phones", { type: "string", maxLength: 20, list: true });
    },
    asked: [],
    rows: [
      ["select distinct tags from shipment", [{ tags: [] }]],
      ["select phones from customer order by given_name", [{ phones: ["123"] }, { phones: [] }]],
    ],
  },
  {
    title: "a check and an exclusion come, which rows break",
    edit: (next) => {
      shipment(next).checks = { weight: { condition: condition("row.weight >= 0") } };
      shipment(next).exclusions = {
        dock: {
          fields: ["dock"],
          from: "startsAt",
          to: "endsAt",
          where: condition('row.state != "arrived"'),
        },
      };
    },
    asked: [
      ["rows-may-break", "/models/Shipment/checks/weight"],
      ["rows-may-break", "/models/Shipment/exclusions/dock"],
    ],
    stops: {
      saying: /check constraint "shipment_weight_check".* is violated|could not create exclusion constraint/,
      rows: "update shipment set weight = abs(weight), dock = case when state = 'sent' then 3 else dock end",
    },
    rows: [["select sum(weight)::text, max(dock) from shipment", [{ sum: "2000000006", max: 3 }]]],
  },
  {
    title: "null is filled, digits go, an enum loses a value, rows are versioned and deleted softly",
    edit: (next) => {
      retype(shipment(next), "insuredFor", {
        type: "decimal",
        precision: 8,
        scale: 1,
        default: { type: "literal", value: 10 },
      });
      next.enums["Size"]!.values = ["large", "small", "standard"];
      shipment(next).traits = [{ type: "version" }];
      shipment(next).softDelete = true;
      shipment(next).uniques!["trackingCode"]!.where = condition("row.deletedAt == null");
      shipment(next).exclusions!["dock"]!.where = condition(
        'row.state != "arrived" && row.deletedAt == null',
      );
      delete customer(next).fields["remark"];
    },
    asked: [
      ["lossy-change", "/models/Customer"],
      ["lossy-change", "/enums/Size/values"],
      ["lossy-change", "/models/Shipment/fields/insuredFor"],
    ],
    rows: [
      [
        "select insured_for::text, size::text, version, deleted_at from shipment order by weight desc",
        [
          { insured_for: "100.0", size: "standard", version: 1, deleted_at: null },
          { insured_for: "10.0", size: "large", version: 1, deleted_at: null },
          { insured_for: "10.0", size: "small", version: 1, deleted_at: null },
        ],
      ],
    ],
  },
];

import { Database, type Model } from "../../src/database/document.ts";
import { infrastructureModels } from "../../src/database/infrastructure.ts";
import { condition, manyToOne, model } from "./sample.ts";

/** Rooms that nobody books twice: exclusions, a search of words, snapshots and versions. */
export function bookings(): Database {
  return Database.parse({
    enums: { BookingState: { id: "BookingState", values: ["held", "confirmed", "cancelled"] } },
    models: {
      ...infrastructureModels(),
      Room: model("Room", {
        traits: [{ type: "version" }],
        fields: {
          name: { type: "string", maxLength: 80 },
          notes: { type: "text", nullable: true },
          labels: { type: "string", maxLength: 20, list: true },
        },
        indexes: {
          words: { fields: [{ field: "name" }, { field: "notes" }], search: true },
          labels: { fields: [{ field: "labels" }] },
        },
      }),
      Booking: model("Booking", {
        softDelete: true,
        fields: {
          state: { type: "enum", enum: "BookingState", default: { type: "literal", value: "held" } },
          startsAt: { type: "datetime" },
          endsAt: { type: "datetime", nullable: true },
          seat: { type: "int", nullable: true },
        },
        relations: { room: manyToOne("Room", "bookings", { onDelete: "cascade" }) },
        exclusions: {
          overlap: {
            fields: ["roomId"],
            from: "startsAt",
            to: "endsAt",
            where: condition('row.deletedAt == null && row.state != "cancelled"'),
            error: "room-taken",
          },
        },
      }),
      /** Days of a whole house: the last day counts. */
      Closure: model("Closure", {
        fields: { firstDay: { type: "date" }, lastDay: { type: "date" } },
        exclusions: { overlap: { fields: [], from: "firstDay", to: "lastDay", includesEnd: true } },
      }),
      BookedRoom: model("BookedRoom", {
        traits: [{ type: "snapshot", relation: "room" }],
        immutable: true,
        fields: { name: { type: "string", maxLength: 80 } },
        relations: { room: manyToOne("Room", "snapshots", { required: false, onDelete: "setNull" }) },
      }),
    },
  });
}

const at = (name: string) => (database: Database) => database.models[name]!;
const [room, booking, closure, bookedRoom] = [at("Room"), at("Booking"), at("Closure"), at("BookedRoom")];
const overlap = (database: Database) => booking(database).exclusions!["overlap"]!;

/** What breaks that document: the code of the finding, its place, and how it comes about. */
export const bookingCases: Record<
  string,
  { code: string; pointer: string; hint?: string; change: (database: Database) => void }
> = {
  "an exclusion of a relation": {
    code: "unknown-column",
    pointer: "/models/Booking/exclusions/overlap/fields/0",
    hint: "The column of the relation is roomId.",
    change: (database) => (overlap(database).fields = ["room"]),
  },
  "an exclusion to nowhere": {
    code: "unknown-column",
    pointer: "/models/Booking/exclusions/overlap/to",
    hint: "Did you mean endsAt?",
    change: (database) => (overlap(database).to = "endAt"),
  },
  "an exclusion from a moment to itself": {
    code: "repeated-column",
    pointer: "/models/Booking/exclusions/overlap/to",
    change: (database) => (overlap(database).to = "startsAt"),
  },
  "a range of numbers": {
    code: "exclusion-range",
    pointer: "/models/Booking/exclusions/overlap",
    hint: "to seat (int)",
    change: (database) => (overlap(database).to = "seat"),
  },
  "a range from a day to a moment": {
    code: "exclusion-range",
    pointer: "/models/Closure/exclusions/overlap",
    hint: "from firstDay (date) to createdAt (datetime)",
    change: (database) => (closure(database).exclusions!["overlap"]!.to = "createdAt"),
  },
  "an exclusion over nulls": {
    code: "exclusion-nulls",
    pointer: "/models/Booking/exclusions/overlap/fields/1",
    change: (database) => overlap(database).fields.push("seat"),
  },
  "an exclusion of rows that are deleted": {
    code: "exclusion-soft-delete",
    pointer: "/models/Booking/exclusions/overlap",
    change: (database) => (overlap(database).where = condition('row.state != "cancelled"')),
  },
  "an exclusion whose condition is no boolean": {
    code: "wrong-type",
    pointer: "/models/Closure/exclusions/overlap/where",
    change: (database) => (closure(database).exclusions!["overlap"]!.where = condition("row.firstDay")),
  },
  "a search in a list": {
    code: "search-type",
    pointer: "/models/Room/indexes/words/fields/1/field",
    hint: "a list of string",
    change: (database) => (room(database).indexes!["words"]!.fields[1]!.field = "labels"),
  },
  "a search in a number": {
    code: "search-type",
    pointer: "/models/Booking/indexes/words/fields/0/field",
    change: (database) =>
      (booking(database).indexes = { words: { fields: [{ field: "seat" }], search: true } }),
  },
  "a search that has an order": {
    code: "index-direction",
    pointer: "/models/Room/indexes/words/fields/0/direction",
    change: (database) => (room(database).indexes!["words"]!.fields[0]!.direction = "asc"),
  },
  "a list that has an order": {
    code: "index-direction",
    pointer: "/models/Room/indexes/labels/fields/0/direction",
    change: (database) => (room(database).indexes!["labels"]!.fields[0]!.direction = "desc"),
  },
  "the same index twice": {
    code: "repeated-index",
    pointer: "/models/Room/indexes/again",
    hint: "the same index as labels",
    change: (database) => (room(database).indexes!["again"] = { fields: [{ field: "labels" }] }),
  },
  "more columns than an index holds": {
    code: "key-size",
    pointer: "/models/Closure/uniques/all",
    change: (database) => {
      const fields = Array.from({ length: 33 }, (_, index) => `day${index}`);
      for (const field of fields) closure(database).fields[field] = { id: field, type: "date" };
      closure(database).uniques = { all: { fields } };
    },
  },
  "one to one with rows that are deleted softly": {
    code: "one-to-one-soft-delete",
    pointer: "/models/Booking/relations/room/cardinality",
    change: (database) => (booking(database).relations["room"]!.cardinality = "oneToOne"),
  },
  "a snapshot of nothing": {
    code: "unknown-source",
    pointer: "/models/BookedRoom/traits/0/relation",
    hint: "Did you mean room?",
    change: (database) => (bookedRoom(database).traits = [{ type: "snapshot", relation: "rom" }]),
  },
  "a snapshot that goes with its source": {
    code: "source-cascades",
    pointer: "/models/BookedRoom/traits/0/relation",
    change: (database) => (bookedRoom(database).relations["room"]!.onDelete = "cascade"),
  },
  "a snapshot that can be changed": {
    code: "snapshot-changes",
    pointer: "/models/BookedRoom/traits/0",
    change: (database) => delete bookedRoom(database).immutable,
  },
  "a version of what never changes": {
    code: "version-immutable",
    pointer: "/models/BookedRoom/traits/1",
    change: (database) => bookedRoom(database).traits!.push({ type: "version" }),
  },
  "a field named like the version": {
    code: "name-collision",
    pointer: "/models/Room/fields/version",
    change: (database) => (room(database).fields["version"] = { id: "Room/version", type: "int" }),
  },
  "a trait twice": {
    code: "trait-twice",
    pointer: "/models/Room/traits/1",
    change: (database) => room(database).traits!.push({ type: "version" }),
  },
  "a guest with a profile": {
    code: "guest-actor",
    pointer: "/models/Room/traits/1/kind",
    change: (database) => room(database).traits!.push({ type: "actor", kind: "guest" }),
  },
  "models that meet in Prisma's client": {
    code: "client-collision",
    pointer: "/models/AggregateRoom",
    hint: "AggregateRoomSelect",
    change: (database) => {
      for (const name of ["AggregateRoom", "RoomSelect"]) database.models[name] = model(name, {});
    },
  },
  "an enum and a model of one name in Prisma": {
    code: "table-collision",
    pointer: "/enums/Box",
    change: (database) => {
      database.models["Box"] = boxModel();
      database.enums["Box"] = { id: "Boxes", values: ["small"] };
    },
  },
};

/** PostgreSQL has a type `box`, so the enum of that name goes by another there. */
function boxModel(): Model {
  return model("Box", {});
}

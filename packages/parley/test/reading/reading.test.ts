import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { hasErrors } from "../../src/diagnostic/diagnostic.ts";
import { fragmentOf } from "../../src/reading/fragments.ts";
import { kits } from "../../src/reading/kits.ts";
import { presets } from "../../src/reading/presets.ts";
import { readConversation } from "../../src/reading/read.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import { printOutline } from "../../src/requirements/outline/print.ts";
import { sentenceStatuses } from "../../src/requirements/sentences.ts";
import { expectValid, messagesOf, read } from "./conversation.ts";

const formals = (requirements: Requirements): string[] =>
  Object.values(requirements.requirements).flatMap(({ formal, status }) =>
    formal && status === "built" ? [JSON.stringify(formal)] : [],
  );

const statuses = (requirements: Requirements): string[] =>
  Object.values(sentenceStatuses(requirements)).map(({ status }) => status);

const words =
  "members users admins guests books recipes orders tasks borrow create rate book approve delete follow cancel manage can may must the a their own with of for by per in to and or , ; : ( ) -> at most 3 5 10 days hours title price status email unless only nobody which most has have is are . \n - reports open done".split(
    " ",
  );

test("any text gives valid requirements or says what is missing", () => {
  const text = oneof(
    string({ maxLength: 200, unit: "grapheme" }),
    array(constantFrom(...words), { maxLength: 40 }).map((list) => list.join(" ")),
    array(
      constantFrom(
        ...words,
        "`",
        '"',
        "${",
        "\\",
        "\u2028",
        "{#id}",
        "## ",
        "# A",
        "constructor",
        "Account",
        "Prisma",
        "__proto__",
      ),
      { maxLength: 30 },
    ).map((list) => list.join(" ")),
  );
  assert(
    property(array(text, { maxLength: 3 }), (texts) => {
      const { requirements, diagnostics } = readConversation(messagesOf(...texts), { name: "sample" });
      expect(hasErrors(diagnostics)).toBe(requirements === undefined);
      if (requirements) expectValid(requirements);
      expect(readConversation(messagesOf(...texts), { name: "sample" }).requirements).toStrictEqual(
        requirements,
      );
    }),
    { numRuns: 60, seed: 7 },
  );
});

test("what says nothing is told so", () => {
  const codes = (...texts: string[]): string[] =>
    readConversation(messagesOf(...texts), { name: "sample" }).diagnostics.map(({ code }) => code);
  expect(codes()).toEqual(["reading/empty"]);
  expect(codes(" \n ")).toEqual(["reading/empty"]);
  expect(codes("Hello there!")).toEqual(["reading/nothing-understood"]);
});

test("a message about something else leaves names, numbers and sentences as they were", () => {
  const first = "Members write articles with a title and a body. Members can comment on articles.";
  const before = read(first);
  const after = read(first, "Administrators manage categories.");
  for (const key of ["Article", "Comment"] as const) {
    expect(after.concepts[key]?.id).toBe(before.concepts[key]?.id);
  }
  for (const [key, requirement] of Object.entries(before.requirements)) {
    const { formal, statement } = requirement;
    if (formal?.type === "account") continue;
    expect(after.requirements[key]).toMatchObject(formal ? { formal } : { statement });
  }
  expect(after.sentences).toMatchObject(before.sentences);
  expect(Object.keys(after.requirements).length).toBeGreaterThan(Object.keys(before.requirements).length);
});

test("an answer counts, whenever it comes", () => {
  const text = "Members write articles with a title. Members requeen hives.";
  const before = read(text);
  const [id] = Object.keys(before.questions).filter((key) => key.startsWith("requeen"));
  expect(statuses(before)).toEqual(["built", "open"]);
  const after = read(text, { type: "answer", question: id!, choice: "state" });
  expect(after.questions[id!]?.answer).toBe("state");
  expect(after.concepts["Hive"]?.lifecycle?.transitions["requeen"]).toMatchObject({
    from: ["active"],
    to: "requeened",
  });
  expect(statuses(after)).toEqual(["built", "built"]);
  for (const [key, { formal }] of Object.entries(before.requirements)) {
    if (formal && formal.type !== "account" && after.requirements[key]?.formal)
      expect(after.requirements[key].formal).toEqual(formal);
  }
});

test("the answer to who sees things decides it", () => {
  const text = "Admins manage books.";
  const readers = (choice?: string): string[] => {
    const said =
      choice === undefined ? [] : [{ type: "answer" as const, question: "readersOfShown", choice }];
    return Object.values(read("Members borrow books. " + text, ...said).requirements).flatMap(({ formal }) =>
      formal?.type === "permission" && formal.concept === "Loan" && formal.actions.includes("create")
        ? formal.actors
        : [],
    );
  };
  expect(readers()).toEqual(["member"]);
  const { diagnostics } = readConversation(
    messagesOf(text, { type: "answer", question: "nothing", choice: "no" }),
    { name: "sample" },
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(["reading/unknown-question"]);
});

test("an outline replaces what was understood, and later words add to it", () => {
  const before = read("Members write articles with a title.");
  const outline = printOutline(before).replace("- title: string 1..200", "- title: string 1..80");
  const after = read("Members write articles with a title.", { type: "outline", text: outline });
  expect(after.concepts["Article"]?.attributes["title"]?.maximum).toBe(80);
  expect(Object.keys(after.requirements)).toEqual(Object.keys(before.requirements));
  const later = read(
    "Members write articles with a title.",
    { type: "outline", text: outline },
    "Members can comment on articles.",
  );
  expect(Object.keys(later.concepts)).toEqual(["Article", "Comment"]);
  expect(later.concepts["Article"]).toEqual(after.concepts["Article"]);
});

test("an outline that cannot be read is refused where it is wrong", () => {
  const { requirements, diagnostics } = readConversation(
    messagesOf("Members borrow books.", { type: "outline", text: "# A\n\n## Rules\n\n- nonsense\n" }),
    { name: "sample" },
  );
  expect(requirements).toBeUndefined();
  expect(hasErrors(diagnostics)).toBe(true);
});

const readings: [text: string, expected: Record<string, unknown>][] = [
  [
    "Members borrow books.",
    { type: "permission", actors: ["member"], actions: ["create"], concept: "Loan", scope: "own" },
  ],
  ["Users can rate movies from 1 to 10.", { type: "structure", concept: "Rating", member: "score" }],
  [
    "Employees file claims. Managers approve or reject claims with a comment. Nobody may approve their own claim.",
    { type: "condition", concept: "Claim", actions: ["approve"] },
  ],
  [
    "Students attend courses. Students can attend up to 4 courses.",
    { type: "limit", concept: "Registration", per: "participant", most: 4 },
  ],
  [
    "Invoices are numbered per company.",
    { type: "uniqueness", concept: "Invoice", fields: ["company", "number"] },
  ],
  [
    "Editors write articles. Anyone can read articles.",
    { type: "permission", actors: ["guest"], actions: ["read"], concept: "Article" },
  ],
  [
    "The system should allow sellers to delete their own listings.",
    { type: "permission", actors: ["seller"], actions: ["delete"], scope: "own" },
  ],
  [
    "As a customer, I want to reserve tables so that I have a seat.",
    { type: "permission", actors: ["customer"], actions: ["create"], concept: "Reservation" },
  ],
];

test.each(readings)("%s", (text, expected) => {
  const requirements = read(text);
  const built = Object.values(requirements.requirements)
    .filter(({ status }) => status === "built")
    .map(({ formal }) => formal);
  expect(built).toContainEqual(expect.objectContaining(expected));
  expect(statuses(requirements)).not.toContain("open");
});

const unread = [
  "Members borrow books and receive a holographic badge.",
  "Users must not share more than a quarter of their blue folders on Mondays.",
  "Reports over 5,000 need a second approval by finance.",
  "Members borrow books so that nobody else can reserve them.",
  "Members can reserve free tables.",
  "Members check out and renew films.",
  "Les membres empruntent des livres. Members borrow books.",
];

test.each(unread)("not called built: %s", (text) => {
  expect(statuses(read("Members borrow books. ", text))).toContain("open");
});

test("who spells it out gets the same without the kit's word", () => {
  const rest =
    "Members write notes with a title and a text. Members can share notes. Moderators hide notes. Members can comment on notes.";
  expect(formals(read(`I want a blog. ${rest}`))).toEqual(formals(read(rest)));
});

test.each(kits.map(({ name }) => name))("the kit %s is a whole product, all of it assumed", (name) => {
  const requirements = read(`I want to build a ${name}.`);
  expect(Object.keys(requirements.concepts).length).toBeGreaterThan(0);
  expect(statuses(requirements)).toEqual(["assumed"]);
  expect(Object.values(requirements.requirements).filter(({ status }) => status === "built")).toEqual([]);
});

test("what did not hold together is told, never dropped in silence", () => {
  // An action and a reference of one name: the reservation of a cancel can be cancelled.
  const { requirements, diagnostics } = readConversation(messagesOf("Members book the cancel."), {
    name: "sample",
  });
  expectValid(requirements!);
  expect(new Set(diagnostics.map(({ code, severity }) => `${code} ${severity}`))).toEqual(
    new Set(["reading/mended warning"]),
  );
});

test("long names stay names, with all that is called after them", () => {
  const thing = "tasks manage users hours users users order";
  for (const verb of ["book", "rate", "comment on", "follow"])
    expect(Object.keys(read(`members ${verb} the ${thing}`).concepts).length).toBeGreaterThan(0);
});

test.each(["Post", "Event", "Comment", "Request", "Response"])("a concept may be called %s", (name) => {
  const { concepts } = read(`Members write ${name.toLowerCase()}s with a title.`);
  expect(Object.keys(concepts)).toEqual([name]);
});

test("every preset reads by itself", () => {
  for (const { sections, said, brings } of Object.values(presets)) {
    const holes: Record<string, string> = {
      Name: "Thing",
      actor: "member",
      item: "other",
      Target: "Other",
      Part: "Other",
      Person: "member",
      person: "",
      staff: "clerk",
      self: "member",
      reader: "anybody",
      low: "1",
      high: "5",
      keeper: "member",
      runner: "clerk",
      overseer: "clerk",
    };
    const fill = (line: string): string =>
      line.replaceAll(/\{(\w+)\}/g, (_, hole: string) => holes[hole] ?? "unknown hole");
    const headings = sections.filter((line) => line.startsWith("## "));
    const body = sections.filter((line) => !line.startsWith("## "));
    for (const heading of headings)
      expect(
        Object.keys(fragmentOf([heading, ...body].map(fill), [...said, ...brings].map(fill)).concepts),
      ).toEqual(["Thing"]);
    expect([...sections, ...said, ...brings].length).toBeLessThanOrEqual(40);
  }
});

test("what the rules refuse of an outline is told at its line", () => {
  const outline = [
    "# Tasks",
    "## Actors",
    "- member: signs up",
    "## Task (owned by member)",
    "- title: string 1..80",
    "- helper -> Helper",
    "## Rules",
    "- member may create, read own Task",
    "- create Task only if `row.titel != null`",
  ].join("\n");
  const { diagnostics } = readConversation([{ seq: 1, said: { type: "outline", text: outline } }], {
    name: "sample",
  });
  expect(diagnostics.map(({ code, at, trace }) => [code, at, trace[0]])).toEqual([
    [
      "requirements/unknown-target",
      { file: "outline.md", line: 6, column: 3 },
      { document: "requirements", pointer: "/concepts/Task/references/helper/target" },
    ],
    [
      "expression/unknown-member",
      { file: "outline.md", line: 9, column: 3 },
      expect.objectContaining({ document: "requirements", pointer: "/requirements/R2/formal/condition" }),
    ],
  ]);
});

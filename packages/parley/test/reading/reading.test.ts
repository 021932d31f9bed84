import { array, assert, constantFrom, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { hasErrors } from "../../src/diagnostic/diagnostic.ts";
import { fragmentOf } from "../../src/reading/fragments.ts";
import { kits } from "../../src/reading/kits.ts";
import { presets } from "../../src/reading/presets.ts";
import { readConversation } from "../../src/reading/read.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
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

const outlines: [what: string, text: string, lines: string[], never: RegExp[]][] = [
  [
    "a word that says how is no thing, and one of them is a reference",
    "Lectures are proposed by a scholar for exactly one hall. Scholars randomly draw lectures.",
    ["- hall -> Hall, filterable", "- R1 scholar may create own Lecture [S1]"],
    [/Exactly|Randomly/],
  ],
  [
    "how many there are of one per another is a report, for whoever is named",
    "Scholars propose lectures for a hall, with a kind (talk, panel). The dean can see how many lectures each hall had per month, by kind.",
    [
      "- dean: bootstrap",
      "- kind: one of talk | panel, filterable, sortable",
      '- R5 (open) "Not built yet: “month” in “The dean can see how many lectures each hall had per month, by kind.”" [S2]',
    ],
    [/## How/, /report .* for .*scholar/],
  ],
  [
    "verbs behind one subject, and what stands behind a colon and in brackets",
    "Skippers sign up, keep boats (name, harbour, rough coordinates), cabins in them: number, build year, open or closed.",
    [
      "- skipper: signs up",
      "- harbour: string 1..200",
      "## Cabin (owned by skipper, part of Boat)",
      "- kind: one of open | closed, filterable, sortable",
      "- number: integer 1.., filterable, sortable",
      "- buildYear: integer 0.., filterable, sortable",
    ],
    [/## (?:Open|Closed|RoughCoordinate)/],
  ],
  [
    "ranges and units tell what a value is",
    "Divers keep wrecks with a name. Dives per wreck: date, mood 1-5, depth in metres, kg, notes.",
    [
      "## Dive (part of Wreck)",
      "- mood: integer 1..5, filterable, sortable",
      "- depth: decimal(3) 0..",
      "- kg: decimal(3) 0..",
    ],
    [/\(open\)/],
  ],
  [
    "guests may do what needs no account",
    "Rangers manage trails. Damage reports: anyone, no account, place, phone. Anybody, without logging in, can see trails.",
    ["- R2 anybody may create DamageReport [S2]", "- R5 anybody may read Trail [S3]"],
    [/\(open\)/, /## Account/],
  ],
  [
    "who does not want people to sign up registers them",
    "I plan a concert with a title. I don't want people signing up by themselves, I add them.",
    [
      "- administrator: bootstrap",
      "- member: registered by administrator",
      "- R1 administrator may create Concert [S1]",
    ],
    [/\(open\)/],
  ],
  [
    "who sees some of them does not see the others",
    "Scholars submit papers with a title. Editors accept papers. Anybody can see accepted papers. Readers see printed papers.",
    ['- R5 anybody may read Paper where `row.status == "accepted"` [S3]'],
    [/reader may read Paper/, /anybody may read Paper \[/],
  ],
  [
    "it is what was spoken of last, also where that is not known",
    "Rangers create trails with a name. Wardens squint at every footprint and approve it.",
    [],
    [/may approve/],
  ],
  [
    "a condition before an arrow is no state",
    "Growers keep ponds with a name. Salt over 3 -> pond closed.",
    [],
    [/states/],
  ],
  [
    "accounts that somebody creates",
    "Surveyors write logs. Wardens review logs. Accounts of surveyors and wardens are created by the harbour manager.",
    [
      "- surveyor: registered by harbourManager",
      "- warden: registered by harbourManager",
      "- harbourManager: bootstrap",
    ],
    [/AccountItem/],
  ],
  [
    "a first state, the states that actions come from, who does them and with what",
    "A survey is proposed by a scholar, with a title. A survey is a draft until the scholar submits it. A submitted survey is approved or rejected by a works council; a rejection must state a reason. The scholar activates an approved survey and closes it. A warden can suspend any active survey, stating a reason, and can resume it.",
    [
      "- scholar: signs up",
      "- worksCouncil: bootstrap",
      "- submit: draft -> submitted",
      "- approve: submitted -> approved",
      "- reject: submitted -> rejected, set reason = `input.reason`",
      "- activate: approved -> active",
      "- close: active -> closed",
      "- suspend: active -> suspended, set reason = `input.reason`",
      "- resume: suspended -> active",
      "- R5 worksCouncil may approve Survey [S3]",
    ],
    [/\(open\)/, /scholar may approve/],
  ],
  [
    "a reason that is given when something is done",
    "Clerks write offers with a title. Managers approve or reject a submitted offer and must give a reason when they reject.",
    [
      "- approve: submitted -> approved",
      "- reject: submitted -> rejected, set reason = `input.reason`",
      "  - reason: text 1..5000",
    ],
    [/approved, set reason/, /\(open\)/],
  ],
  [
    "which of two moments comes first, and how long something lasts",
    "Guides plan tours with a title, a planned start and a planned end. The planned end must be after the planned start, and no tour may last longer than 3 days.",
    [
      '- R5 create, update Tour only if `(input.plannedEnd ?? row.plannedEnd) > (input.plannedStart ?? row.plannedStart)`, else planned-end-not-after-planned-start "The planned end comes after the planned start." [S2]',
      '- R6 create, update Tour only if `(input.plannedEnd ?? row.plannedEnd) <= (input.plannedStart ?? row.plannedStart) + duration("P3D")`, else tour-too-long "This lasts too long." [S2]',
    ],
    [/\(open\)/],
  ],
  [
    "what the system manages is nobody's permission",
    "The system manages licences. Hunters request a licence with a title. A licence is rejected by a warden.",
    ["- R1 keep Licence [S1]", "- R4 warden may reject Licence [S3]"],
    [/\[S1[^\]]*\].*may/, /hunter may reject/],
  ],
];

test.each(outlines)("%s", (_, text, lines, never) => {
  const outline = printOutline(read(text));
  const understood = outline.slice(0, outline.indexOf("## What you said"));
  for (const line of lines) expect(understood.split("\n")).toContain(line);
  for (const pattern of never) expect(understood).not.toMatch(pattern);
});

const unread = [
  "Members borrow books and receive a holographic badge.",
  "Users must not share more than a quarter of their blue folders on Mondays.",
  "Reports over 5,000 need a second approval by finance.",
  "Members borrow books so that nobody else can reserve them.",
  "Members can reserve free tables.",
  "Members check out and renew films.",
  "The tour must be after lunch. Members borrow books exactly.",
  "A loan is open until the book is returned by a postman.",
  "The forklift deletes books.",
  "Reports reject books.",
  "Members can see the average depth per lake.",
  "Members randomly borrow books.",
  "Members can't join twice.",
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

test("what is shown to everybody is listed below something that they can find", () => {
  const requirements = read(
    "The registrar maintains graves. Families register and apply for the lease of a free grave. The registrar may terminate a lease.",
  );
  expect(checkRequirements(requirements).map(({ code }) => code)).not.toContain("requirements/unlisted");
});

import { checkRequirements } from "../../src/requirements/check/check.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import {
  type Fragment,
  fragmentFrom,
  mergeFragments,
  settleFragment,
} from "../../src/requirements/fragment.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import type { DiagnosticSample, SpoiledDocument } from "../reference/diagnostic-sample.ts";

export interface Sample {
  code: string;
  /** Part of the pointer. */
  at?: string;
  says?: string;
  actors?: string[];
  /** Headings with what stands below them. */
  concepts?: string[];
  rules?: string[];
  more?: string[];
}

export const task = "## Task (owned by member)\n\n- title: string 1..80";

const helper = "## Helper (part of Task)\n- member -> member, seen as help";

/** One for each rule: a small project with exactly one thing wrong. */
export const samples: Sample[] = [
  {
    code: "unknown-actor",
    at: "/requirements/R2/formal/actors/0",
    says: "Did you mean member?",
    rules: ["membr may create Task"],
  },
  { code: "unknown-concept", says: "Did you mean Task?", rules: ["member may read Tusk"] },
  { code: "unknown-target", at: "/references/tag", concepts: [`${task}\n- tag -> Tag`] },
  { code: "unknown-member", says: "Did you mean title?", rules: ["one Task per titel"] },
  { code: "unknown-relation", rules: ["at most 3 Task per title"] },
  { code: "unknown-action", says: "Did you mean create?", rules: ["member may creat own Task"] },
  {
    code: "unknown-state",
    concepts: [`${task}\n- status: states open | done\n- finish: open -> don\n- end: open -> done`],
  },
  { code: "unknown-evidence", rules: ["member may read own Task [S9]"] },
  { code: "unknown-choice", more: ["## Questions\n- many (default three): How many?\n  - one: One"] },
  {
    code: "reserved-name",
    at: "/concepts/Account",
    concepts: [task, "## Account\n- name: string"],
    rules: ["member may create Account"],
  },
  {
    code: "reserved-name",
    at: "/concepts/Member",
    concepts: [task, "## Member {#person}\n- name: string"],
    rules: ["member may create Member"],
  },
  {
    code: "reserved-name",
    at: "/formal/by/constructor",
    rules: ["report titles for member: Task, by constructor = `row.title`, showing tasks = count"],
  },
  {
    code: "reserved-name",
    at: "/transitions/finish/input/toString",
    concepts: [`${task}\n- status: states open | done\n- finish: open -> done\n  - toString: string`],
    rules: ["member may finish own Task"],
  },
  { code: "reserved-name", at: "/attributes/constructor", concepts: [`${task}\n- constructor: string`] },
  {
    code: "reserved-name",
    at: "/transitions/update",
    concepts: [`${task}\n- status: states open\n- update: open -> open`],
  },
  { code: "name-collision", at: "/attributes/createdAt", concepts: [`${task}\n- createdAt: date`] },
  {
    code: "name-collision",
    at: "/references/member",
    concepts: [`${task}\n- member -> member, seen as others`],
  },
  { code: "name-collision", at: "/references/helper/inverse", concepts: [`${task}\n- helper -> member`] },
  { code: "duplicate-id", concepts: [`${task} {#member}`] },
  {
    code: "parent-cycle",
    concepts: [task, "## Branch (part of Leaf)", "## Leaf (part of Branch)"],
    rules: ["member may create Branch", "member may create Leaf"],
  },
  { code: "reference-cycle", concepts: [`${task}\n- next -> Task`] },
  { code: "never-created", concepts: [task, "## Note\n- text: text"] },
  { code: "unreachable-state", concepts: [`${task}\n- status: states open | done`] },
  {
    code: "unenforced-condition",
    at: "/formal/actions/0",
    rules: ['read Task only if `row.title != "x"`'],
  },
  {
    code: "unenforced-condition",
    says: "`get Task only if …`",
    rules: ['get Task only if `actor.kind == "member"`'],
  },
  {
    code: "never-happens",
    at: "/formal/when",
    says: "after withdraw, a Task is withdrawn, and the condition asks for accepted",
    concepts: [
      `${task}\n- status: states open | accepted | withdrawn\n- accept: open -> accepted\n- withdraw: open | accepted -> withdrawn`,
    ],
    rules: [
      'on withdraw Task when `row.title != "x" && row.status == "accepted"`: create Task with title = `"again"`, memberId = `row.memberId`',
    ],
  },
  {
    code: "never-happens",
    says: "asks for anything but open",
    concepts: [`${task}\n- status: states open`],
    rules: [
      'on create Task when `"open" != row.status`: create Task with title = `"again"`, memberId = `row.memberId`',
    ],
  },
  {
    code: "same-key",
    at: "/formal/effect/data",
    says: "of the same member",
    rules: [
      'one Task per member, else once "There is one already."',
      'on create Task: create Task with title = `"again"`, memberId = `row.memberId`',
    ],
  },
  {
    code: "contradiction",
    at: "/formal/condition",
    says: 'row.size == "large" is ruled out by row.size == "small"',
    concepts: [`${task}\n- size: one of small | large`],
    rules: [
      'update, delete Task only if `row.size == "small" && row.title != "x"`, else small "It is not small."',
      'update Task only if `row.size == "large"`, else large "It is not large."',
    ],
  },
  { code: "never-arises", actors: ["- helper: registered by helper"] },
  { code: "no-values", concepts: [`${task}\n- size: enum`] },
  { code: "duplicate-value", concepts: [`${task}\n- size: one of small | small`] },
  { code: "misplaced-option", concepts: [`${task}\n- done: boolean 1..2`] },
  { code: "wrong-bounds", concepts: [`${task}\n- size: integer 5..2`] },
  {
    code: "wrong-default",
    concepts: [`${task}\n- size: one of small | large, default lage`],
    says: "Did you mean large?",
  },
  {
    code: "wrong-default",
    concepts: [`${task}\n- code: string 1..8, unique, default "new"`],
    says: "No two may have the same",
  },
  { code: "never-written", concepts: [`${task}\n- dueAt: datetime, set by the server`] },
  {
    code: "missing-value",
    concepts: [task, "## Entry\n- text: string"],
    rules: ["on update Task: create Entry"],
  },
  { code: "not-computable", rules: ['on create Task, title = `"new"`'] },
  { code: "no-own", concepts: [task, "## Note\n- text: text"], rules: ["member may create own Note"] },
  {
    code: "not-joined",
    at: "/formal/actors/0",
    says: "nothing that is part of Note or Task has a member",
    concepts: [task, "## Note (part of Task)\n- text: text\n- helper -> member, optional"],
    rules: ["member may create Note", "member may read joined Note", "member may read Task"],
  },
  {
    code: "not-joined",
    says: "nobody has joined it before it is created",
    concepts: [task, helper],
    rules: ["member may create Helper", "member may create joined Task"],
  },
  {
    code: "not-joined",
    says: "which the server sets",
    concepts: [task, helper, "## Note (owned by member)\n- task -> Task, set by the server"],
    rules: ["member may create Helper", "member may create joined Note", "on create Note, task = `actor.id`"],
  },
  {
    code: "not-joined",
    says: "who is not signed in",
    concepts: [task, helper],
    rules: ["member may create Helper", "anybody may read joined Task"],
  },
  {
    code: "ambiguous-membership",
    at: "/concepts/Helper",
    says: "is said by Helper; Watcher could be meant too",
    concepts: [task, helper, "## Watcher (part of Task, owned by member)"],
    rules: ["member may create Helper", "member may create Watcher", "member may read joined Task"],
  },
  {
    code: "misplaced-option",
    at: "/concepts/Task/membership",
    concepts: ["## Task (owned by member, membership)\n- title: string"],
  },
  {
    code: "not-numbered",
    says: "a number is an integer",
    concepts: [`${task}\n- number: string, set by the server`],
    rules: ["number Task.number per member"],
  },
  {
    code: "not-numbered",
    says: "mark it `set by the server`",
    concepts: [`${task}\n- number: integer`],
    rules: ["number Task.number per member"],
  },
  {
    code: "not-numbered",
    at: "/formal/per",
    says: "helper is optional",
    concepts: [`${task}\n- number: integer, set by the server\n- helper -> member, optional, seen as helped`],
    rules: ["number Task.number per helper"],
  },
  {
    code: "not-numbered",
    at: "/formal/per",
    says: "an update may change its helper",
    concepts: [`${task}\n- number: integer, set by the server\n- helper -> member, seen as helped`],
    rules: ["number Task.number per helper", "member may update own Task"],
  },
  {
    code: "not-numbered",
    at: "/formal/effect/data",
    concepts: [`${task}\n- number: integer, set by the server`],
    rules: [
      "number Task.number per member",
      "on delete Task: create Task with title = `row.title`, member = `row.memberId`",
    ],
  },
  {
    code: "constant",
    at: "/formal/condition",
    says: "!true || false is always false",
    rules: ["update Task only if `!true || false`"],
  },
  {
    code: "constant",
    at: "/formal/where",
    rules: ['at most 3 Task per member where `true || row.title == "a"`'],
  },
  {
    code: "not-in-query",
    at: "/formal/condition",
    says: "two columns are not compared there",
    concepts: [`${task}\n- dueAt: datetime\n- doneAt: datetime`],
    rules: ['member may update Task where `row.title == "a" && row.dueAt < row.doneAt`'],
  },
  {
    code: "not-in-query",
    at: "/formal/where",
    says: "it has no counterpart in a query",
    rules: ['at most 3 Task per member where `startsWith(row.id, "a")`'],
  },
  {
    code: "not-in-query",
    at: "/formal/effect/where",
    rules: [
      "on update Task: update Task as other where `length(other.title) == length(row.title)` set title = `row.title`",
    ],
  },
  {
    code: "not-in-query",
    at: "/formal/value",
    concepts: [`${task}\n- size: integer, set by the server`],
    rules: ["on create Task, size = `Task.count(t => length(t.title) > 3)`"],
  },
  {
    code: "not-in-group",
    at: "/formal/by/month",
    rules: ["report tasks for member: Task, by month = `startOfDay(row.createdAt)`, showing n = count"],
  },
  {
    code: "query-in-loop",
    at: "/formal/condition",
    concepts: [task, helper],
    rules: [
      "member may create Helper",
      "update Task only if `row.helpers.every(h => !Task.exists(t => t.memberId == h.memberId))`",
    ],
  },
  {
    code: "self-referring",
    at: "/formal/effect/data/title",
    rules: [
      'on update Task: update Task as other where `other.memberId == row.memberId` set title = `concat(other.title, "!")`',
    ],
  },
  {
    code: "expression/not-in-sql",
    at: "/formal/where",
    rules: ['one Task per title where `row.memberId in split(row.title, ",")`'],
  },
  {
    code: "not-computable",
    says: "its value speaks of itself (size -> more -> size)",
    concepts: [`${task}\n- size: integer, set by the server\n- more: integer, set by the server`],
    rules: ["on create Task, size = `row.more + 1`", "on create Task, more = `row.size + 1`"],
  },
  {
    code: "not-computable",
    at: "/formal/value",
    says: "it would be what the client sends",
    concepts: [`${task}\n- first: string, set by the server`],
    rules: ["on create Task, first = `row.title`"],
  },
  {
    code: "input-mismatch",
    at: "/transitions/finish/input/note",
    says: "it is integer here and text there",
    concepts: [
      `${task}\n- note: text, optional\n- status: states open | done\n- finish: open -> done\n  - note: integer`,
    ],
  },
  {
    code: "input-mismatch",
    at: "/transitions/finish/references/helper",
    says: "it names Task here and member there",
    concepts: [
      `${task}\n- helper -> member, optional, seen as helped\n- status: states open | done\n- finish: open -> done\n  - helper -> Task`,
    ],
  },
  {
    code: "unknown-target",
    at: "/transitions/finish/references/helper/target",
    says: "helpr",
    concepts: [`${task}\n- status: states open | done\n- finish: open -> done\n  - helper -> helpr`],
  },
  {
    code: "reserved-name",
    at: "/transitions/finish/references/helper",
    says: "helperId, which it asks for too",
    concepts: [
      `${task}\n- status: states open | done\n- finish: open -> done\n  - helperId: string 1..9; helper -> member`,
    ],
  },
  {
    code: "input-mismatch",
    says: "nothing lies within the bounds of both",
    concepts: [
      `${task}\n- size: integer 1..5\n- status: states open | done\n- finish: open -> done\n  - size: integer 6..9`,
    ],
  },
  {
    code: "never-own",
    at: "/formal/actors/0",
    concepts: [task, "## Note\n- text: text\n- member -> member, optional, set by the server, seen as noted"],
    rules: ["member may create own Note"],
  },
  {
    code: "reserved-name",
    at: "/actors/helper/attributes/password",
    actors: ["- helper: signs up\n  - password: string"],
  },
  { code: "unfit-option", at: "/title/sort", concepts: ["## Task\n- title: list of string, sortable"] },
  { code: "unfit-option", says: "title cannot be unique", concepts: ["## Task\n- title: json, unique"] },
  { code: "no-formal", rules: ['"Something is done."'] },
  { code: "no-reason", rules: ["(assumed) member may delete own Task"] },
  { code: "duplicate-formal", rules: ["member may read own Task", "member may read own Task"] },
  {
    code: "duplicate-name",
    rules: [
      "report tasks for member: Task, showing n = count",
      "report tasks for member: Task, showing all = count",
    ],
  },
  {
    code: "error-titles",
    rules: ['one Task per title, else taken "Taken."', 'one Task per member, else taken "Another."'],
  },
  {
    code: "wrong-span",
    rules: ["member may read own Task [S1]"],
    more: ["## What you said\n- S1 (message 0, 9-3): Words."],
  },
  { code: "unclaimed-sentence", more: ["## What you said\n- S1 (message 0, 0-5): Words."] },
  { code: "expression/wrong-type", at: "/formal/condition", rules: ["update Task only if `row.title`"] },
  {
    code: "expression/unknown-member",
    at: "/formal/condition",
    says: "Did you mean role?",
    concepts: [task, `${helper}\n- role: one of doer | watcher`],
    rules: [
      "member may create Helper",
      'member may read, update joined Task, Helper where `membership.role == "doer"`',
      'member may delete joined Task where `membership.rol == "doer"`',
    ],
  },
  {
    code: "expression/wrong-type",
    at: "/formal/effect/data/done",
    concepts: [task, "## Entry\n- done: one of create | delete"],
    rules: ["on create, delete, update Task: create Entry with done = `action`"],
  },
  {
    code: "limit-never-counts",
    at: "/formal/per",
    says: "a new Task has no helper",
    concepts: [
      "## Task (owned by member)\n- title: string 1..80\n- helper -> member, optional, set by the server, seen as help\n- status: states open | done\n- finish: open -> done, set helper = `actor.id`",
    ],
    rules: ["at most 1 Task per helper"],
  },
  {
    code: "limit-never-counts",
    at: "/formal/where",
    says: "a new Task is open",
    concepts: [
      "## Task (owned by member)\n- title: string 1..80\n- status: states open | done\n- finish: open -> done",
    ],
    rules: ['at most 1 Task per member where `row.status == "done"`'],
  },
  {
    code: "limit-passed-later",
    at: "/formal/where",
    says: "reopen may go beyond it",
    concepts: [
      "## Task (owned by member)\n- title: string 1..80\n- status: states open | done\n- finish: open -> done\n- reopen: done -> open",
    ],
    rules: ['at most 3 Task per member where `row.status == "open"`'],
  },
  {
    code: "unlisted",
    at: "/formal/actors/0",
    says: "helper may read Note, but not the Task that it is listed below",
    actors: ["- helper: signs up"],
    concepts: [task, "## Note (part of Task)\n- text: string 1..80"],
    rules: ["member may create, read own Task, Note", "helper may read Note"],
  },
  { code: "expression/unknown-member", rules: ["create Task only if `row.id != null`"] },
];

/** The outline of a sample. */
export function outlineOf({ actors = [], concepts = [task], rules = [], more = [] }: Sample): string {
  const said = rules.map((rule) => `- ${rule}`);
  const head = "# Tasks\n## Actors\n- member: signs up";
  return [head, ...actors, ...concepts, "## Rules\n- member may create Task", ...said, ...more].join("\n");
}

function read(one: Pick<Sample, "rules" | "concepts">): Requirements {
  return parseOutline(outlineOf({ code: "", ...one })).requirements!;
}

export const diagnosticSamples: DiagnosticSample[] = [
  ...samples.map((sample) => ({
    code: sample.code.includes("/") ? sample.code : `requirements/${sample.code}`,
    provoke: () => checkRequirements(read(sample)),
    spoiled: (): SpoiledDocument => ({
      language: "requirements",
      whole: { requirements: read({}) },
      broken: { requirements: read(sample) },
    }),
  })),
  {
    code: "requirements/facet-conflict",
    provoke: () => {
      const [completion, approval] = ["open | completed", "submitted | approved"].map((states, order) =>
        fragmentFrom(
          { name: ["completion", "approval"][order]!, order, said: false },
          read({ concepts: [`## Task\n\n- status: states ${states}`] }),
        ),
      ) as [Fragment, Fragment];
      return settleFragment(mergeFragments(completion, approval)).diagnostics;
    },
  },
];

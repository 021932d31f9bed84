import type { VerbFamily } from "./lexicon/words.ts";

/** The closed set of what a frame can bring. */
export type Yield =
  | { type: "account" }
  | { type: "grant"; actions: readonly string[]; shows?: boolean }
  | { type: "create" }
  | { type: "register" }
  | { type: "noSignUp" }
  | { type: "link" }
  | { type: "preset" }
  | { type: "transition" }
  | { type: "begin" }
  | { type: "remark" }
  | { type: "order" }
  | { type: "lasting" }
  | { type: "mark" }
  | { type: "renew" }
  | { type: "members" }
  | { type: "limit" }
  | { type: "forbidOwn" }
  | { type: "number" }
  | { type: "listing"; option: "search" | "filter" | "sort" }
  | { type: "report" }
  | { type: "fee" }
  | { type: "states" }
  | { type: "deadline" }
  | { type: "context" }
  | { type: "product" };

/** What has to be there for a frame to fit. */
export type Need =
  | "person"
  | "self"
  | "nobody"
  | "thing"
  | "object"
  | "personObject"
  | "noSignUp"
  | "remarks"
  | "until"
  | "business"
  | "demand"
  | "duration"
  | "bound"
  | "amount"
  | "reportObject"
  | "noObject"
  | "per"
  | "arrow"
  | "members"
  | "thingSubject"
  | "passive"
  | "active"
  | "knownTransition"
  | "deadline"
  | "presetVerb"
  | "transitionVerb"
  | "stopObject";

/** `precision`: share of unfitted sentences in which the reading was right; below 0.9 what it brings is assumed. */
export interface Frame {
  name: string;
  verbs: readonly string[];
  families?: readonly VerbFamily[];
  needs: readonly Need[];
  yields: Yield;
  precision: number;
}

/** First come, first served: particular frames before general ones. */
export const frames: readonly Frame[] = [
  { name: "arrows between states", verbs: [], needs: ["arrow"], yields: { type: "states" }, precision: 0.95 },
  {
    name: "N must be after N",
    verbs: ["be"],
    needs: ["demand"],
    yields: { type: "order" },
    precision: 0.92,
  },
  {
    name: "N may last n hours",
    verbs: ["last", "take"],
    needs: ["duration"],
    yields: { type: "lasting" },
    precision: 0.9,
  },
  {
    name: "we run a …",
    verbs: ["run", "operate", "own"],
    needs: ["self", "business"],
    yields: { type: "context" },
    precision: 0.95,
  },
  {
    name: "N is a S until somebody V it",
    verbs: ["be"],
    needs: ["until"],
    yields: { type: "begin" },
    precision: 0.92,
  },
  {
    name: "a deed with a reason",
    verbs: ["state", "give", "have", "need", "require", "include", "provide", "enter", "write"],
    needs: ["remarks"],
    yields: { type: "remark" },
    precision: 0.92,
  },
  { name: "we are a …", verbs: ["be"], needs: ["self"], yields: { type: "context" }, precision: 0.95 },
  {
    name: "nobody signs up by themselves",
    verbs: ["register", "signup", "sign", "join", "want", "allow", "let"],
    needs: ["noSignUp"],
    yields: { type: "noSignUp" },
    precision: 0.92,
  },
  {
    name: "accounts",
    verbs: [],
    families: ["account"],
    needs: [],
    yields: { type: "account" },
    precision: 0.97,
  },
  {
    name: "signing up without an object",
    verbs: ["register", "signup", "join"],
    needs: ["person", "noObject"],
    yields: { type: "account" },
    precision: 0.95,
  },
  {
    name: "nobody may V their own N",
    verbs: ["*"],
    needs: ["nobody", "object"],
    yields: { type: "forbidOwn" },
    precision: 0.95,
  },
  { name: "at most n N", verbs: ["*"], needs: ["bound"], yields: { type: "limit" }, precision: 0.92 },
  {
    name: "up to n hours before",
    verbs: ["*"],
    needs: ["deadline"],
    yields: { type: "deadline" },
    precision: 0.92,
  },
  { name: "numbered per N", verbs: ["number"], needs: ["per"], yields: { type: "number" }, precision: 0.95 },
  {
    name: "which N most, N by N",
    verbs: ["see", "view", "need", "show", "want", "get", "know", "display", "have", "list"],
    needs: ["reportObject"],
    yields: { type: "report" },
    precision: 0.9,
  },
  { name: "n a day", verbs: ["cost", "charge"], needs: ["amount"], yields: { type: "fee" }, precision: 0.9 },
  {
    name: "mark N as state",
    verbs: ["mark", "set", "flag", "move"],
    needs: ["person", "object"],
    yields: { type: "mark" },
    precision: 0.92,
  },
  {
    name: "renew N",
    verbs: ["renew", "extend", "prolong"],
    needs: ["person", "object"],
    yields: { type: "renew" },
    precision: 0.9,
  },
  {
    name: "register people",
    verbs: ["register", "add", "invite", "create", "onboard", "enrol", "enroll", "hire"],
    needs: ["person", "personObject"],
    yields: { type: "register" },
    precision: 0.92,
  },
  {
    name: "action the thing has",
    verbs: ["*"],
    needs: ["knownTransition"],
    yields: { type: "transition" },
    precision: 0.95,
  },
  {
    name: "search N by N",
    verbs: [],
    families: ["search"],
    needs: [],
    yields: { type: "listing", option: "search" },
    precision: 0.92,
  },
  {
    name: "filter N by N",
    verbs: [],
    families: ["filter"],
    needs: [],
    yields: { type: "listing", option: "filter" },
    precision: 0.92,
  },
  {
    name: "sort N by N",
    verbs: ["sort", "rank"],
    needs: [],
    yields: { type: "listing", option: "sort" },
    precision: 0.92,
  },
  {
    name: "add N to N",
    verbs: ["add", "put", "save", "move", "collect"],
    needs: ["active", "object"],
    yields: { type: "link" },
    precision: 0.9,
  },
  {
    name: "cue of a block",
    verbs: [],
    needs: ["active", "presetVerb"],
    yields: { type: "preset" },
    precision: 0.92,
  },
  {
    name: "change of state",
    verbs: [],
    needs: ["transitionVerb"],
    yields: { type: "transition" },
    precision: 0.9,
  },
  {
    name: "N has a, b and c",
    verbs: ["have", ":", "contain", "include", "consist"],
    needs: ["members"],
    yields: { type: "members" },
    precision: 0.9,
  },
  {
    name: "N lists a, b and c",
    verbs: ["list", "hold", "carry", "record", "store"],
    needs: ["members", "thingSubject"],
    yields: { type: "members" },
    precision: 0.9,
  },
  {
    name: "manage N",
    verbs: [],
    families: ["manage"],
    needs: ["object"],
    yields: { type: "grant", actions: ["create", "read", "update", "delete"] },
    precision: 0.95,
  },
  {
    name: "create N",
    verbs: [],
    families: ["create"],
    needs: ["object"],
    yields: { type: "create" },
    precision: 0.92,
  },
  {
    name: "see N",
    verbs: [],
    families: ["read"],
    needs: ["object"],
    yields: { type: "grant", actions: ["read"], shows: true },
    precision: 0.92,
  },
  {
    name: "change N",
    verbs: [],
    families: ["update"],
    needs: ["object"],
    yields: { type: "grant", actions: ["update"] },
    precision: 0.95,
  },
  {
    name: "remove N",
    verbs: [],
    families: ["remove"],
    needs: ["object"],
    yields: { type: "grant", actions: ["delete"] },
    precision: 0.95,
  },
];

/** A frame that is right often enough to be called stated. */
export const STRONG = 0.9;

/**
 * A building block with names, bounds and words: what a cue brings, in the words of the outline. A line with a hole
 * that has no value falls away. `Part` is a target concept, `Person` a target kind of actor, `item` the target's field
 * name, `staff` whoever runs things, `self` the actor where there is no staff.
 */
export interface Preset {
  kernel: string;
  /** What it is called: `Loan`; with a second target `PhotoComment`. */
  noun: string;
  verbs: string;
  sections: readonly string[];
  /** What the cue itself says. */
  said: readonly string[];
  /** What usually goes with it. */
  brings: readonly string[];
  /** Verbs by which whoever runs things does it for others. */
  forOthers?: string;
  /** Whether everybody sees the rows. */
  shared?: boolean;
}

/** Part of a concept, or about a person. */
const owned = (as: string): string[] => [
  `## {Name} (owned by {actor} as ${as}, part of {Part})`,
  `## {Name} (owned by {actor} as ${as}){person}`,
  "",
  "- {item} -> {Person}, filterable",
];
const edge = (as: string): string[] => [
  `## {Name} (owned by {actor} as ${as})`,
  "",
  "- {item} -> {Target}, filterable",
];
const creates = ["{actor} may create own {Name}"];
const once = (as: string): string => `one {Name} per ${as}, {item}`;
const others = ["{reader} may read {Name}", "{actor} may read own {Name}"];

export const presets: Readonly<Record<string, Preset>> = {
  loan: {
    kernel: "interval",
    noun: "Loan",
    verbs: "borrow lend loan rent hire checkout",
    sections: [
      ...edge("borrower"),
      "- returnedAt: datetime, optional, set by the server",
      "- status: states active | returned",
      "- return: active -> returned, set returnedAt = `now()`",
    ],
    said: creates,
    brings: [
      "{actor} may read own {Name}",
      "{staff} may read, return {Name}",
      "{self} may return own {Name}",
      'one {Name} per {item} where `row.status == "active"`, else already-lent "This is lent to somebody already."',
    ],
  },
  reservation: {
    kernel: "queue",
    noun: "Reservation",
    verbs: "reserve",
    sections: [
      ...edge("reserver"),
      "- status: states waiting | fulfilled | cancelled",
      "- fulfil: waiting -> fulfilled",
      "- cancel: waiting -> cancelled",
    ],
    said: creates,
    brings: [
      "{actor} may read, cancel own {Name}",
      "{staff} may read, fulfil, cancel {Name}",
      "{self} may fulfil own {Name}",
      'one {Name} per reserver, {item} where `row.status == "waiting"`',
    ],
  },
  booking: {
    kernel: "interval",
    noun: "Booking",
    verbs: "book",
    sections: [
      ...edge("bookedBy"),
      "- status: states booked | completed | cancelled",
      "- complete: booked -> completed",
      "- cancel: booked -> cancelled",
    ],
    said: creates,
    brings: [
      "{actor} may read, cancel own {Name}",
      "{staff} may read, complete, cancel {Name}",
      "{self} may complete own {Name}",
      'one {Name} per {item} where `row.status == "booked"`, else already-booked "This is booked already."',
    ],
  },
  hold: {
    kernel: "interval",
    noun: "Hold",
    verbs: "hold",
    sections: [...edge("heldBy"), "- status: states held | released", "- release: held -> released"],
    said: creates,
    brings: ["{actor} may read, release own {Name}"],
  },
  purchase: {
    kernel: "snapshot",
    noun: "Order",
    verbs: "buy purchase order",
    forOthers: "sell",
    sections: [
      ...edge("buyer"),
      "- status: states placed | paid | cancelled",
      "- pay: placed -> paid",
      "- cancel: placed -> cancelled",
    ],
    said: creates,
    brings: [
      "{actor} may read, cancel own {Name}",
      "{staff} may read, pay, cancel {Name}",
      "{self} may pay own {Name}",
    ],
  },
  rating: {
    kernel: "edge",
    noun: "Rating",
    verbs: "rate",
    shared: true,
    sections: [...edge("rater"), "- score: integer {low}..{high}, filterable, sortable"],
    said: creates,
    brings: [...others, "{actor} may update, delete own {Name}", once("rater")],
  },
  favourite: {
    kernel: "edge",
    noun: "Favourite",
    verbs: "favourite favorite save bookmark",
    sections: edge("savedBy"),
    said: creates,
    brings: ["{actor} may read, delete own {Name}", once("savedBy")],
  },
  like: {
    kernel: "edge",
    noun: "Like",
    verbs: "like react",
    shared: true,
    sections: edge("likedBy"),
    said: creates,
    brings: [...others, "{actor} may delete own {Name}", once("likedBy")],
  },
  follow: {
    kernel: "edge",
    noun: "Follow",
    verbs: "follow subscribe watch",
    shared: true,
    sections: edge("follower"),
    said: creates,
    brings: ["{actor} may read, delete own {Name}", once("follower")],
  },
  vote: {
    kernel: "edge",
    noun: "Vote",
    verbs: "vote upvote downvote",
    shared: true,
    sections: [...edge("voter"), "- value: one of up | down, filterable"],
    said: creates,
    brings: [...others, "{actor} may update, delete own {Name}", once("voter")],
  },
  comment: {
    kernel: "tree",
    noun: "Comment",
    verbs: "comment",
    shared: true,
    sections: [...owned("author"), "- text: text 1..5000"],
    said: creates,
    brings: [...others, "{actor} may update, delete own {Name}", "{staff} may delete {Name}"],
  },
  reply: {
    kernel: "tree",
    noun: "Reply",
    verbs: "reply answer respond",
    shared: true,
    sections: [...owned("author"), "- text: text 1..10000"],
    said: creates,
    brings: [...others, "{actor} may update, delete own {Name}", "{staff} may delete {Name}"],
  },
  review: {
    kernel: "edge",
    noun: "Review",
    verbs: "review",
    shared: true,
    sections: [
      ...owned("reviewer"),
      "- rating: integer 1..5, filterable, sortable",
      "- text: text 1..5000, optional",
    ],
    said: creates,
    brings: [...others, "{actor} may update, delete own {Name}", once("reviewer")],
  },
  report: {
    kernel: "decision",
    noun: "Report",
    verbs: "report flag",
    sections: [
      ...edge("reporter"),
      "- reason: text 1..2000",
      "- status: states open | resolved | dismissed",
      "- resolve: open -> resolved",
      "- dismiss: open -> dismissed",
    ],
    said: creates,
    brings: [
      "{actor} may read own {Name}",
      "{staff} may read, resolve, dismiss {Name}",
      "{self} may resolve, dismiss own {Name}",
      once("reporter"),
    ],
  },
  application: {
    kernel: "decision",
    noun: "Application",
    verbs: "apply",
    sections: [
      ...owned("applicant"),
      "- message: text 1..5000, optional",
      "- status: states submitted | accepted | rejected | withdrawn",
      "- accept: submitted -> accepted",
      "- reject: submitted -> rejected",
      "- withdraw: submitted -> withdrawn",
    ],
    said: creates,
    brings: [
      "{actor} may read, withdraw own {Name}",
      "{staff} may read, accept, reject {Name}",
      "{keeper} may accept, reject {Name}",
      once("applicant"),
    ],
  },
  registration: {
    kernel: "edge",
    noun: "Registration",
    verbs: "attend rsvp enrol enroll register signup",
    sections: [
      ...owned("participant"),
      "- status: states registered | cancelled",
      "- cancel: registered -> cancelled",
    ],
    said: creates,
    brings: [
      "{actor} may read, cancel own {Name}",
      "{staff} may read, cancel {Name}",
      'one {Name} per participant, {item} where `row.status == "registered"`',
    ],
  },
  membership: {
    kernel: "membership",
    noun: "Membership",
    verbs: "join",
    sections: [...owned("participant"), "- joinedAt: datetime, set by the server"],
    said: creates,
    brings: [
      ...others,
      "{actor} may delete own {Name}",
      once("participant"),
      "on create {Name}, joinedAt = `now()`",
    ],
  },
  bid: {
    kernel: "edge",
    noun: "Bid",
    verbs: "bid",
    sections: [...owned("bidder"), "- amount: decimal 0.01.., sortable"],
    said: creates,
    brings: [...others],
  },
  donation: {
    kernel: "edge",
    noun: "Donation",
    verbs: "donate pledge",
    sections: [...owned("donor"), "- amount: decimal 0.01.., sortable"],
    said: creates,
    brings: ["{actor} may read own {Name}", "{staff} may read {Name}"],
  },
  message: {
    kernel: "owned",
    noun: "Message",
    verbs: "message chat contact",
    sections: [
      "## {Name} (owned by {actor} as sender)",
      "",
      "- recipient -> {actor}, filterable",
      "- text: text 1..5000",
    ],
    said: creates,
    brings: ["{actor} may read own {Name}"],
  },
  personal: {
    kernel: "owned",
    noun: "",
    verbs: "",
    sections: ["## {Name} (owned by {actor})"],
    said: [],
    brings: ["{actor} may create, read, update, delete own {Name}", "{overseer} may read {Name}"],
  },
  shared: {
    kernel: "owned",
    noun: "",
    verbs: "",
    shared: true,
    sections: ["## {Name} (owned by {actor} as author)"],
    said: [],
    brings: [
      "{actor} may create, read, update, delete own {Name}",
      "{reader} may read {Name}",
      "{staff} may delete {Name}",
    ],
  },
  catalog: {
    kernel: "owned",
    noun: "",
    verbs: "",
    shared: true,
    sections: ["## {Name}"],
    said: [],
    brings: ["{staff} may create, read, update, delete {Name}", "{reader} may read {Name}"],
  },
  within: {
    kernel: "owned",
    noun: "",
    verbs: "",
    sections: ["## {Name} (part of {Target})"],
    said: [],
    brings: [
      "{keeper} may create, read, update, delete own {Name}",
      "{runner} may create, read, update, delete {Name}",
      "{reader} may read {Name}",
    ],
  },
  filed: {
    kernel: "owned",
    noun: "",
    verbs: "",
    sections: ["## {Name}", "", "- {item} -> {Target}, filterable"],
    said: [],
    brings: [],
  },
  completion: {
    kernel: "lifecycle",
    noun: "",
    verbs: "",
    sections: [
      "## {Name}",
      "",
      "- completedAt: datetime, optional, set by the server",
      "- status: states open | completed",
      "- complete: open -> completed, set completedAt = `now()`",
      "- reopen: completed -> open, set completedAt = `null`",
    ],
    said: [],
    brings: ["{actor} may complete, reopen own {Name}"],
  },
  decision: {
    kernel: "decision",
    noun: "",
    verbs: "",
    sections: [
      "## {Name}",
      "",
      "- status: states submitted | approved | rejected",
      "- approve: submitted -> approved",
      "- reject: submitted -> rejected",
    ],
    said: [],
    brings: ["{staff} may read, approve, reject {Name}"],
  },
  handling: {
    kernel: "lifecycle",
    noun: "",
    verbs: "",
    sections: [
      "## {Name}",
      "",
      "- status: states open | inProgress | resolved | closed",
      "- start: open -> inProgress",
      "- resolve: inProgress -> resolved",
      "- close: resolved -> closed",
      "- reopen: resolved | closed -> open",
    ],
    said: [],
    brings: [
      "{staff} may read, update, start, resolve, close, reopen {Name}",
      "{actor} may reopen own {Name}",
    ],
  },
  publication: {
    kernel: "lifecycle",
    noun: "",
    verbs: "",
    sections: [
      "## {Name}",
      "",
      "- status: states draft | published",
      "- publish: draft -> published",
      "- unpublish: published -> draft",
    ],
    said: [],
    brings: ["{actor} may publish, unpublish own {Name}"],
  },
  moderation: {
    kernel: "decision",
    noun: "",
    verbs: "",
    sections: [
      "## {Name}",
      "",
      "- status: states open | locked | hidden",
      "- lock: open -> locked",
      "- unlock: locked -> open",
      "- hide: open | locked -> hidden",
      "- restore: hidden -> open",
    ],
    said: [],
    brings: ["{staff} may read, lock, unlock, hide, restore {Name}"],
  },
};

const byVerb = new Map<string, string>();
for (const [name, { verbs }] of Object.entries(presets))
  for (const verb of verbs.split(" ").filter((word) => word !== "")) byVerb.set(verb, name);

/** The preset that a verb is the cue of. */
export function presetFor(verb: string): string | undefined {
  return byVerb.get(verb);
}

/** The preset that a verb is the cue of where somebody does it for others. */
export function staffCue(verb: string): string | undefined {
  return Object.keys(presets).find((name) => presets[name]!.forOthers?.split(" ").includes(verb));
}

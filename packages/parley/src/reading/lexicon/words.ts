/** Closed classes of words and the verbs that Parley knows; position decides between verb and noun. */

function set(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}

export const determiners = set(
  "a an the this that these those each every any some all no another other both many several various multiple few more most such only everybody's everyone's anybody's anyone's",
);
export const possessives = set("my your his her its our their own whose");
export const pronouns = set(
  "i'd we'd i you he she it we they me him them us anyone anybody everyone everybody someone somebody nobody noone themselves itself oneself others myself ourselves",
);
export const modals = set(
  "can could may might must shall should will would cannot can't won't shouldn't mustn't couldn't",
);
export const negations = set("not never cannot can't won't shouldn't mustn't don't doesn't couldn't n't");
export const particles = set("out off back up down away");
export const beForms = set("be is are was were been being am isn't aren't");
export const haveForms = set("have has had having");
export const doForms = set("do does did don't doesn't");
export const prepositions = set(
  "of in on at by for from to with without into onto about over under between among through during per within across after before until till since against towards via as like than upon",
);
export const subordinators = set(
  "if unless when whenever once because so where which who whom that while although though whether until before after since however therefore instead how what why",
);
export const conjunctions = set("and or but nor plus also then");
/** Words that say how, and ask for nothing by themselves. */
export const fillers = set(`
  simply easily quickly simple please pls also just really very quite basically etc maybe perhaps well too together
  already still even nicely online directly freely various different certain good nice able whole
  own usual normal again appropriate necessary relevant basic standard proper
  exactly precisely roughly approximately either honestly actually obviously
`);
/** Words in `-ly` that are no adverbs. */
const notAdverbs = set(`
  family assembly anomaly butterfly fly ally belly bully jelly lily rally tally monopoly poly july italy homily holly dolly
  panoply friendly lonely lovely elderly likely ugly silly costly orderly curly hourly nightly quarterly fortnightly
  comply rely imply multiply daily weekly monthly yearly early only
`);

/** `consecutively`: says how, and asks for something by it; never the name of a thing. */
export function isAdverb(word: string): boolean {
  return /^[a-z]{3,}ly$/.test(word) && !notAdverbs.has(word) && verbForm(word) === undefined;
}

/** Nouns that name the thing that is built, not a part of it. */
export const stopNouns = set(`
  app application apps applications backend back-end system platform site website service software tool program
  api server database functionality feature features function functions capability solution
  section page pages thing things way ways kind type types sort lot number amount time times day days week weeks
  month months year years hour hours minute minutes bit need needs idea example detail information info data
  ability use case cases everything anything something nothing part parts order level side web webapp mvp version
  schema interface specification e2e tests test
`);

/** Verbs by the family that decides what they do to their object. */
export const verbFamilies = {
  create:
    "create add make post write submit file upload enter record log plan schedule open propose compose draft share define setup place raise send start issue register publish list offer announce launch host organise organize request build prescribe declare provide input set store keep",
  read: "view see read browse look access consult show display check inspect download list watch fetch open visit discover explore monitor",
  search: "search find query lookup",
  filter: "filter",
  sort: "sort order rank",
  update: "edit update change modify rename adjust correct amend customise customize revise fill alter",
  remove: "delete remove discard erase drop",
  manage:
    "manage administer handle organise organize maintain curate control moderate oversee run configure crud track",
  account: "login signup signin logout authenticate",
} as const;
export type VerbFamily = keyof typeof verbFamilies;

/** Verbs that bring a thing into another state: base -> state it is in afterwards. */
export const transitions: Readonly<Record<string, string>> = {
  complete: "completed",
  finish: "finished",
  close: "closed",
  reopen: "open",
  publish: "published",
  unpublish: "draft",
  archive: "archived",
  approve: "approved",
  reject: "rejected",
  accept: "accepted",
  decline: "declined",
  cancel: "cancelled",
  confirm: "confirmed",
  resolve: "resolved",
  dismiss: "dismissed",
  lock: "locked",
  unlock: "unlocked",
  hide: "hidden",
  unhide: "visible",
  activate: "active",
  deactivate: "inactive",
  ship: "shipped",
  deliver: "delivered",
  pay: "paid",
  return: "returned",
  start: "started",
  pause: "paused",
  resume: "active",
  waive: "waived",
  refund: "refunded",
  verify: "verified",
  block: "blocked",
  suspend: "suspended",
  submit: "submitted",
  withdraw: "withdrawn",
  sign: "signed",
  fulfil: "fulfilled",
  fulfill: "fulfilled",
  escalate: "escalated",
  dispatch: "dispatched",
  review: "reviewed",
  disable: "disabled",
  enable: "enabled",
  retire: "retired",
  pick: "picked",
  pack: "packed",
  serve: "served",
  prepare: "prepared",
  repair: "repaired",
  acknowledge: "acknowledged",
  schedule: "scheduled",
  check: "checked",
  feature: "featured",
  pin: "pinned",
  settle: "settled",
  process: "processed",
  adopt: "adopted",
  claim: "claimed",
  grade: "graded",
  release: "released",
  inspect: "inspected",
  sell: "sold",
};

/** Other verbs of actions on things; frames and presets say what they bring. */
export const otherVerbs = set(`
  borrow lend loan rent hire reserve book hold follow favourite favorite save bookmark like vote upvote downvote rate
  comment reply subscribe unsubscribe join leave attend rsvp report flag apply enrol enroll buy purchase order bid
  invite assign mention mark waitlist message chat notify renew cook own sell checkout react tag label attach number answer
  ask use choose select pick move transfer donate pledge import export pay have exceed cost contain include consist
  belong expire overlap charge remind email calculate compute generate print scan allow let want need like wish
  help support require enable try love expect work become happen come go give take tell show say think count
  cover cost earn spend win lose call contact link connect split swap match trade teach learn train visit
  appear see stay wait get know receive retrieve arrive depart deliver lead limit restrict prevent block score recommend suggest
`);

/** Irregular forms: form -> base and kind. */
export const irregular: Readonly<Record<string, readonly [string, "past" | "s" | "ing"]>> = {
  written: ["write", "past"],
  sold: ["sell", "past"],
  paid: ["pay", "past"],
  sent: ["send", "past"],
  bought: ["buy", "past"],
  held: ["hold", "past"],
  made: ["make", "past"],
  given: ["give", "past"],
  taken: ["take", "past"],
  left: ["leave", "past"],
  seen: ["see", "past"],
  done: ["do", "past"],
  found: ["find", "past"],
  chosen: ["choose", "past"],
  kept: ["keep", "past"],
  borne: ["bear", "past"],
  built: ["build", "past"],
  hidden: ["hide", "past"],
  lent: ["lend", "past"],
  shown: ["show", "past"],
  known: ["know", "past"],
  lost: ["lose", "past"],
  won: ["win", "past"],
  spent: ["spend", "past"],
  cancelled: ["cancel", "past"],
  canceled: ["cancel", "past"],
  cancelling: ["cancel", "ing"],
  cancelation: ["cancel", "ing"],
  gone: ["go", "past"],
  got: ["get", "past"],
  told: ["tell", "past"],
  taught: ["teach", "past"],
  stating: ["state", "ing"],
};

/** Nouns that stand for what a verb does: `registration`, `booking of rooms`. */
export const nominal: Readonly<Record<string, string>> = {
  registration: "signup",
  login: "login",
  authentication: "login",
  signup: "signup",
  "sign-up": "signup",
  creation: "create",
  management: "manage",
  booking: "book",
  tracking: "track",
  editing: "edit",
  deletion: "delete",
  moderation: "moderate",
  browsing: "browse",
  search: "search",
  searching: "search",
  filtering: "filter",
  sorting: "sort",
  submission: "submit",
  approval: "approve",
  cancellation: "cancel",
  rejection: "reject",
  refusal: "decline",
  suspension: "suspend",
  withdrawal: "withdraw",
  closure: "close",
  activation: "activate",
  completion: "complete",
  confirmation: "confirm",
  posting: "post",
  scheduling: "schedule",
  publishing: "publish",
  administration: "manage",
  listing: "list",
};

const families = new Map<string, VerbFamily[]>();
for (const [family, words] of Object.entries(verbFamilies) as [VerbFamily, string][]) {
  for (const word of words.split(" ")) families.set(word, [...(families.get(word) ?? []), family]);
}

export function familiesOf(verb: string): readonly VerbFamily[] {
  return families.get(verb) ?? [];
}

export function isVerb(base: string): boolean {
  return families.has(base) || Object.hasOwn(transitions, base) || otherVerbs.has(base);
}

export interface VerbForm {
  base: string;
  form: "base" | "s" | "past" | "ing";
}

/** The known verb that a word is a form of. */
export function verbForm(word: string): VerbForm | undefined {
  if (Object.hasOwn(irregular, word)) {
    const [base, form] = irregular[word]!;
    return { base, form };
  }
  if (isVerb(word)) return { base: word, form: "base" };
  const endings = [
    ["ies", "y", "s"],
    ["es", "", "s"],
    ["es", "e", "s"],
    ["s", "", "s"],
    ["ied", "y", "past"],
    ["ed", "", "past"],
    ["ed", "e", "past"],
    ["ing", "", "ing"],
    ["ing", "e", "ing"],
  ] as const;
  for (const [ending, replacement, form] of endings) {
    if (!word.endsWith(ending) || word.length <= ending.length + 1) continue;
    const stem = word.slice(0, -ending.length) + replacement;
    if (isVerb(stem)) return { base: stem, form };
    const single = /([bdglmnprt])\1$/.test(stem) ? stem.slice(0, -1) : undefined;
    if (single !== undefined && isVerb(single)) return { base: single, form };
  }
  return undefined;
}

export const numerals: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  fifty: 50,
  hundred: 100,
  once: 1,
  twice: 2,
};

/** One block of a kit: which preset, for which thing, on what, for whom (`member`, a kind of actor, by default the first). */
export interface KitUse {
  preset: string;
  thing?: string;
  on?: string;
  actor?: string;
}

/** What such products are made of. `words` name the kind of product; actors are in the words of the outline. */
export interface Kit {
  name: string;
  words: readonly string[];
  actors: readonly string[];
  uses: readonly KitUse[];
}

/** `personal Todo`, `comment on Post`, `within Item of List`, `filed Post in Category`. */
function uses(lines: string): KitUse[] {
  return lines.split(";").map((line) => {
    const [, preset = "", first, , on, , actor] =
      /^\s*(\w+)(?: (?!on |of |in |by )(\w+))?( (?:on|of|in) (\w+))?( by (\w+))?\s*$/.exec(line) ?? [];
    return { preset, ...(first ? { thing: first } : {}), ...(on ? { on } : {}), ...(actor ? { actor } : {}) };
  });
}

function kit(words: string, actors: string, lines: string): Kit {
  const list = words.split("|");
  return {
    name: list[0]!,
    words: list,
    actors: actors.split(";").map((actor) => `- ${actor.trim()}`),
    uses: uses(lines),
  };
}

const member = "member: signs up";
const run = "administrator: bootstrap";

export const kits: readonly Kit[] = [
  kit(
    "to-do list|todo list|todo|todos|to do list|task list|task manager|task tracker|checklist",
    member,
    "personal Todo; completion Todo",
  ),
  kit(
    "discussion board|forum|bulletin board|message board|bbs|community board|discussion forum|discussion platform",
    `${member}; ${run}; moderator: registered by administrator`,
    "catalog Category by administrator; shared Topic; filed Topic in Category; moderation Topic; reply on Topic; vote on Topic; favourite on Topic; report on Topic",
  ),
  kit(
    "blog|weblog|blogging platform|journal site",
    `reader: signs up; author: bootstrap`,
    "shared Post by author; publication Post by author; comment on Post by reader",
  ),
  kit(
    "shop|online shop|store|online store|e-commerce|ecommerce|webshop|shopping mall|marketplace",
    `customer: signs up; ${run}`,
    "catalog Category; catalog Product; filed Product in Category; purchase on Product; favourite on Product; review on Product",
  ),
  kit(
    "library|lending library|book lending",
    `member: signs up; librarian: bootstrap`,
    "catalog Book; within Copy of Book; loan on Copy; reservation on Book",
  ),
  kit(
    "recipe|recipes|recipe site|cookbook|recipe book",
    member,
    "shared Recipe; within Ingredient of Recipe; within Step of Recipe; rating on Recipe; favourite on Recipe",
  ),
  kit(
    "issue tracker|bug tracker|ticket tracker|project tracker",
    `member: signs up; ${run}`,
    "catalog Project; personal Issue; filed Issue in Project; handling Issue; comment on Issue",
  ),
  kit(
    "clinic|appointment booking|appointments|doctor's office|medical practice|salon|barber shop|hairdresser|appointment scheduler",
    `patient: signs up; doctor: bootstrap`,
    "catalog Slot; booking on Slot",
  ),
  kit(
    "expenses|expense reports|expense report|expense approval|reimbursement",
    `employee: signs up; manager: bootstrap`,
    "personal Expense; decision Expense",
  ),
  kit(
    "expense tracker|personal finance|budget|budget app|budgeting app|money tracker|spending tracker",
    member,
    "personal Category; personal Expense; filed Expense in Category; personal Budget",
  ),
  kit(
    "box office|ticket shop|ticketing|tickets|theatre|cinema|concert hall",
    `customer: signs up; staff: bootstrap`,
    "catalog Show; within Performance of Show; catalog Hall; filed Performance in Hall; within Seat of Hall; purchase on Performance",
  ),
  kit(
    "crm|customer relationship|sales pipeline|lead tracker",
    `salesperson: signs up; ${run}`,
    "personal Company; personal Contact; filed Contact in Company; personal Deal; filed Deal in Company",
  ),
  kit("wiki|knowledge base|documentation site", member, "shared Article; comment on Article"),
  kit(
    "job board|jobs board|recruiting platform|job portal",
    `candidate: signs up; employer: signs up`,
    "shared Job by employer; application on Job by candidate; favourite on Job by candidate",
  ),
  kit(
    "real estate|property listings|real estate listings|housing portal",
    `customer: signs up; agent: bootstrap`,
    "catalog Property; favourite on Property; booking on Property",
  ),
  kit(
    "gym|fitness studio|yoga studio|fitness club|class booking",
    `member: signs up; trainer: bootstrap`,
    "catalog Lesson; registration on Lesson",
  ),
  kit(
    "school|courses|learning platform|online courses|course platform|lms",
    `student: signs up; teacher: bootstrap`,
    "catalog Course; within Lesson of Course; registration on Course; within Assignment of Course",
  ),
  kit(
    "events|event platform|event planner|rsvp|event management|meetup|meetups",
    `member: signs up`,
    "shared Event; registration on Event; comment on Event",
  ),
  kit(
    "inventory|stock|warehouse|inventory management|stock management",
    `employee: signs up; ${run}`,
    "catalog Location; catalog Product; filed Product in Location; catalog Supplier",
  ),
  kit(
    "poll|polls|survey|surveys|voting app|voting site",
    member,
    "shared Poll; within Choice of Poll; vote on Choice",
  ),
  kit(
    "photo sharing|image gallery|photo gallery|picture sharing",
    member,
    "shared Photo; like on Photo; comment on Photo",
  ),
  kit(
    "music|playlists|playlist|music library|music player",
    member,
    "personal Playlist; within Song of Playlist",
  ),
  kit(
    "helpdesk|help desk|support desk|ticket system|support tickets|customer support",
    `customer: signs up; agent: bootstrap`,
    "personal Ticket; handling Ticket; reply on Ticket",
  ),
  kit(
    "restaurant|table reservations|restaurant reservations|restaurant booking",
    `guestAccount: signs up; staff: bootstrap`.replace("guestAccount", "diner"),
    "catalog Table; booking on Table; catalog Dish",
  ),
  kit(
    "fleet|vehicle tracking|fleet management|car sharing|car rental|bike rental",
    `driver: signs up; manager: bootstrap`,
    "catalog Vehicle; loan on Vehicle",
  ),
  kit("habit tracker|habits|habit app", member, "personal Habit; within Entry of Habit"),
  kit("notes|note taking|notebook|note app|journal|diary", member, "personal Note"),
  kit(
    "reading list|bookmark manager|bookmarks|link collection",
    member,
    "personal Folder; personal Bookmark; filed Bookmark in Folder",
  ),
  kit(
    "workout tracker|fitness tracker|training log|workout log",
    member,
    "personal Workout; within Exercise of Workout",
  ),
  kit(
    "social network|microblog|social media",
    member,
    "shared Post; comment on Post; like on Post; follow on member",
  ),
  kit(
    "q&a|q & a|question and answer|questions and answers",
    member,
    "shared Question; reply on Question; vote on Question",
  ),
  kit("petition site|petitions", member, "shared Petition; vote on Petition"),
  kit(
    "equipment rental|tool library|equipment lending|rental",
    `member: signs up; staff: bootstrap`,
    "catalog Equipment; loan on Equipment",
  ),
  kit(
    "classifieds|classified ads|second-hand market|flea market",
    member,
    "shared Ad; favourite on Ad; message",
  ),
  kit(
    "pet adoption|animal shelter|shelter",
    `adopter: signs up; staff: bootstrap`,
    "catalog Animal; application on Animal",
  ),
  kit("crowdfunding|fundraising|donations", `member: signs up`, "shared Campaign; donation on Campaign"),
  kit("contact list|address book|contacts", member, "personal Contact"),
  kit(
    "invoicing|invoices|billing",
    `member: signs up`,
    "personal Company; personal Invoice; filed Invoice in Company",
  ),
];

const patterns = kits.flatMap((it) =>
  it.words.map((word) => ({
    kit: it,
    word,
    pattern: new RegExp(
      `(?:^|[^\\p{L}\\p{N}])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{N}])`,
      "u",
    ),
  })),
);

/** The kit that words name: the longest name counts. */
export function kitFor(words: string): Kit | undefined {
  const fits = patterns.filter(({ pattern }) => pattern.test(words.toLowerCase()));
  return fits.toSorted((a, b) => b.word.length - a.word.length)[0]?.kit;
}

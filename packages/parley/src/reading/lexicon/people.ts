import { isVerb } from "./words.ts";
import type { Actor } from "../../requirements/document.ts";

/** How a kind of person usually comes to have an account; staff is registered by the first of its kinds. */
export type Rise = Actor["arises"] | "staff";

const table: Readonly<Record<Rise, string>> = {
  signUp: `member user customer patient buyer seller client guest-user shopper reader subscriber player participant
    student applicant candidate jobseeker traveler traveller passenger diner parent volunteer donor fan tenant renter
    landlord host attendee organizer organiser freelancer contractor vendor creator author writer blogger artist musician
    photographer listener viewer learner contributor cook chef driver rider adopter collector gardener runner
    athlete employer recruiter visitor poster citizen resident neighbour neighbor homeowner bidder trader investor
    borrower lender tutor mentor mentee supplier farmer grower hiker angler breeder developer tester teammate
    pupil friend employee worker engineer colleague teammate person family child kid`,
  registered: ``,
  staff: `librarian staff moderator doctor nurse reception receptionist manager finance agent technician teacher
    instructor trainer coach mechanic accountant clerk cashier operator dispatcher editor supervisor inspector
    officer secretary therapist dentist vet veterinarian warehouse judge referee curator
    keeper pharmacist support analyst consultant waiter barista bartender concierge housekeeper steward professor
    lecturer examiner registrar bookkeeper foreman buyer-staff boss owner treasurer chairman president leader captain salesperson seller-staff
    stylist hairdresser barber groomer physiotherapist caretaker janitor guard box-office office desk maintainer
    reviewer approver auditor lawyer paralegal realtor broker assistant coordinator scheduler crew personnel team
    ranger guide zookeeper beekeeper authority official representative delegate warden superintendent`,
  bootstrap: `administrator admin superuser superadmin webmaster root`,
};

const rises = new Map<string, Rise>();
for (const [rise, words] of Object.entries(table) as [Rise, string][]) {
  for (const word of words.split(/\s+/)) if (word !== "") rises.set(word, rise);
}

/** Words for anybody who uses what is built. */
export const everybody: ReadonlySet<string> = new Set([
  "people",
  "person",
  "everyone",
  "everybody",
  "folks",
  "one",
]);
/** Words for whoever is not signed in. */
export const guests: ReadonlySet<string> = new Set([
  "guest",
  "visitor",
  "anyone",
  "anybody",
  "public",
  "stranger",
]);
/** People who are named after what they made: mostly the same people who use it. */
export const byDeed: ReadonlySet<string> = new Set(
  "author cook chef creator writer poster owner organizer organiser host uploader submitter reporter commenter contributor friend other others recipient sender assignee".split(
    " ",
  ),
);
/** People with one name in the documents, whatever they are called. */
export const synonyms: Readonly<Record<string, string>> = {
  admin: "administrator",
  reception: "receptionist",
  "box office": "staff",
  "box office staff": "staff",
  "desk staff": "staff",
  personnel: "staff",
  employee: "employee",
  superuser: "administrator",
  superadmin: "administrator",
  "sales person": "salesperson",
  "sale person": "salesperson",
};

const notDoers: ReadonlySet<string> = new Set(
  "order counter printer container holder tracker planner scanner reminder player folder letter offer number water poster filter register newsletter computer power".split(
    " ",
  ),
);

/** `watcher`, `voter`: whoever does what a known verb says. */
function isDoer(noun: string): boolean {
  if (notDoers.has(noun) || !/^[a-z]{4,}(?:er|or)$/.test(noun)) return false;
  const stem = noun.slice(0, -2);
  return isVerb(stem) || isVerb(`${stem}e`) || (/(.)\1$/.test(stem) && isVerb(stem.slice(0, -1)));
}

/** `diver`, `violinist`: ends as words for people do, whether or not it is known what they do. */
export function endsLikePerson(noun: string): boolean {
  return !notDoers.has(noun) && /^[a-z]{2,}(?:er|or|ist|eer|ian|man|woman)$/.test(noun);
}

/** How a person of this kind arises; `undefined` for what is no person. */
export function riseOf(noun: string): Rise | undefined {
  return rises.get(noun);
}

export function isPerson(noun: string): boolean {
  return isDoer(noun) || rises.has(noun) || everybody.has(noun) || guests.has(noun) || byDeed.has(noun);
}

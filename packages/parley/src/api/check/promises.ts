import type { Location } from "../../diagnostic/diagnostic.ts";

/** A promise that an API does not keep, and where. */
export interface BrokenPromise {
  promise: string;
  places: Location[];
}

/** Rules that somebody else's API need not keep, and what the house promises by them. */
export const promises: Readonly<Record<string, string>> = {
  "api/answer-status": "Success is answered with 200, 201 or 204, by what happened.",
  "api/body-refused": "No body comes with a deletion.",
  "api/empty-summary": "Every operation says in a line what it does.",
  "api/list-without-listing": "Every list comes in pages of a bounded size.",
  "api/managed-in-body": "Clients set nothing that the server alone should write.",
  "api/missing-in-body": "A body asks for all that a new row needs.",
  "api/privileged-sign-up": "Nobody makes themselves an actor who may write everything.",
  "api/guarded-sign-in": "Whoever has no token can get one.",
  "api/shadowed-route": "Every value of a path parameter can be reached.",
};

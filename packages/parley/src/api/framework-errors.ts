import type { Api } from "./document.ts";

/** How a request is refused. */
export interface Refusal {
  status: number;
  title: string;
}

/**
 * What the framework of a generated project answers by itself; the templates' `src/common/problem.ts` holds the same
 * table. An operation may list these without an entry in its catalogue.
 */
export const frameworkErrors = {
  "malformed-request": { status: 400, title: "The request could not be read." },
  "validation-failed": { status: 400, title: "The request has invalid properties." },
  unauthorized: { status: 401, title: "A valid access token is required." },
  forbidden: { status: 403, title: "This is not allowed." },
  "not-found": { status: 404, title: "There is nothing here." },
  "method-not-allowed": { status: 405, title: "This method is not allowed here." },
  conflict: { status: 409, title: "The request conflicts with what is stored." },
  "payload-too-large": { status: 413, title: "The request is too large." },
  "unsupported-media-type": { status: 415, title: "Only application/json is understood." },
  "too-many-requests": { status: 429, title: "Too many requests." },
  "not-implemented": { status: 501, title: "This is not implemented yet." },
} as const satisfies Record<string, Refusal>;

/** The status and title of a code: from the API's catalogue, else the framework's own. */
export function refusalOf(api: Api, code: string): Refusal | undefined {
  return Object.hasOwn(api.errors, code) ? api.errors[code] : frameworkRefusalOf(code);
}

export function frameworkRefusalOf(code: string): Refusal | undefined {
  return Object.hasOwn(frameworkErrors, code)
    ? frameworkErrors[code as keyof typeof frameworkErrors]
    : undefined;
}

export type ClientOptions = {
  /** Without a trailing slash. */
  baseUrl: string;
  /** Access token, or a function that gives the current one. */
  token?: string | (() => string | undefined);
  fetch?: typeof globalThis.fetch;
};

export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  code: string;
  details?: Record<string, unknown>;
  errors?: { pointer: string; message: string }[];
  requestId?: string;
};

/** Thrown for every answer that is not a success. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument) {
    super(`${problem.status} ${problem.code}: ${problem.title}`);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

type Query = Record<string, string | number | boolean | readonly (string | number)[] | undefined>;

type RequestParts = { query?: Query; body?: unknown; headers?: Record<string, string> };

export type Send = <Answer>(method: string, path: string, parts?: RequestParts) => Promise<Answer>;

export function createSend({ baseUrl, token, fetch = globalThis.fetch }: ClientOptions): Send {
  return async <Answer>(method: string, path: string, { query, body, headers }: RequestParts = {}) => {
    const bearer = typeof token === "function" ? token() : token;
    const response = await fetch(`${baseUrl}${path}${toSearch(query)}`, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new ProblemError(readProblem(response, text));
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  };
}

/** A path whose parameters are encoded: path`/todos/${id}`. */
export function path(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)));
}

function toSearch(query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) search.append(name, String(item));
    }
  }
  return search.size === 0 ? "" : `?${search}`;
}

function readProblem(response: Response, text: string): ProblemDocument {
  if (response.headers.get("content-type")?.startsWith("application/problem+json")) {
    return JSON.parse(text) as ProblemDocument;
  }
  return { type: "about:blank", title: response.statusText, status: response.status, code: "unknown" };
}

import { afterAll, beforeAll, onTestFinished } from "vitest";
import { bootstrapAccount } from "../support/environment.ts";
import { startServer } from "../support/server.ts";

export interface Answer {
  status: number;
  /** The parsed JSON, or null where there is none. */
  body: any;
  headers: Headers;
}

/** Sends a request over HTTP as somebody. */
export type Send = (method: string, path: string, body?: unknown) => Promise<Answer>;

export interface Person {
  id: string;
  email: string;
  send: Send;
}

export interface Library {
  baseUrl: string;
  guest: Send;
  administrator: Person;
  librarian: Person;
  /** Milliseconds since 1970 by the server's clock. */
  now: () => number;
  /** Puts the server's clock forward; whoever calls next signs in again. */
  advance: (duration: string) => void;
  registerLibrarian: () => Promise<Person>;
  registerMember: () => Promise<Person>;
  /** A new book with so many copies. */
  stock: (copies: number) => Promise<{ book: any; copies: any[] }>;
  lend: (member: Person, copy: { id: string }) => Promise<Answer>;
  mails: (person: Person) => Promise<string[]>;
}

const password = "a password of nine words is long enough";
let number = 0;

/** A library of this test alone: for tests that move the clock or count all there is. */
export async function openLibrary(): Promise<Library> {
  const { library, stop } = await startLibrary();
  onTestFinished(stop);
  return library;
}

/** One library for all tests of a file. */
export function sharedLibrary(): () => Library {
  let started: Awaited<ReturnType<typeof startLibrary>>;
  beforeAll(async () => {
    started = await startLibrary();
  });
  afterAll(() => started.stop());
  return () => started.library;
}

/** A library with an administrator and a librarian, made by nothing but HTTP from the first account on. */
async function startLibrary(): Promise<{ library: Library; stop: () => Promise<void> }> {
  const server = await startServer();
  let moved = 0;

  const send =
    (token?: () => Promise<string>): Send =>
    async (method, path, body) => {
      const headers: Record<string, string> = {};
      if (body !== undefined) headers["content-type"] = "application/json";
      if (token) headers["authorization"] = `Bearer ${await token()}`;
      const answer = await fetch(`${server.baseUrl}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? null : JSON.parse(text), headers: answer.headers };
    };
  const guest = send();

  const signedIn = (email: string, secret: string): Send => {
    let known: { token: string; moved: number } | undefined;
    return send(async () => {
      if (known?.moved === moved) return known.token;
      const { status, body } = await guest("POST", "/auth/sign-in", { email, password: secret });
      if (status !== 200) throw new Error(`${email} cannot sign in: ${status}`);
      known = { token: body.accessToken, moved };
      return known.token;
    });
  };

  const register = async (by: Send, path: string): Promise<Person> => {
    const email = `person-${(number += 1)}@example.com`;
    const { status, body } = await by("POST", path, { email, password, name: `Person ${number}` });
    if (status !== 201) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(body)}`);
    return { id: body.id, email, send: signedIn(email, password) };
  };

  const first = bootstrapAccount("administrator");
  const administrator: Person = {
    id: "",
    email: first.email,
    send: signedIn(first.email, first.password),
  };
  const registerLibrarian = () => register(administrator.send, "/librarians");
  const librarian = await registerLibrarian();

  const library: Library = {
    baseUrl: server.baseUrl,
    guest,
    administrator,
    librarian,
    now: () => server.clock.now().getTime(),
    advance: (duration) => {
      moved += 1;
      server.clock.advance(duration);
    },
    registerLibrarian,
    registerMember: () => register(librarian.send, "/members"),
    stock: async (count) => {
      number += 1;
      const isbn = String(9_790_000_000_000 + number);
      const book = await librarian.send("POST", "/books", {
        isbn,
        title: `Book ${number}`,
        authors: ["Somebody"],
        subjects: ["Things"],
      });
      const copies: any[] = [];
      for (let index = 1; index <= count; index += 1) {
        const made = await librarian.send("POST", `/books/${book.body.id}/copies`, {
          barcode: `${number}-${index}`,
        });
        copies.push(made.body);
      }
      return { book: book.body, copies };
    },
    lend: (member, copy) => librarian.send("POST", "/loans", { borrowerId: member.id, copyId: copy.id }),
    mails: async (person) => (await server.inbox(person.email)).map(({ subject }) => subject),
  };
  return { library, stop: () => server.stop() };
}

import { camelCase, kebabCase, pascalCase, unique } from "../../text/names.ts";
import { identifier, lines, member, symbol, text, type SymbolReference, type Text } from "../../text/text.ts";

/** A service that methods need, by its property: `private readonly clock: Clock`. */
export const providers = {
  database: { name: "DatabaseService", from: "src/database/database.service.ts" },
  clock: { name: "Clock", from: "src/common/clock.ts" },
  random: { name: "Random", from: "src/common/random.ts" },
  passwords: { name: "Passwords", from: "src/security/passwords.ts" },
  sessions: { name: "Sessions", from: "src/security/sessions.ts" },
  mailer: { name: "Mailer", from: "src/mail/mailer.ts" },
  functions: { name: "SharedFunctions", from: "src/functions/shared.ts" },
} as const;
export type Provider = keyof typeof providers;

/** What a class gets injected: providers, and ports of externs as `extern x`. */
export interface Injected {
  /** Names of the class's own methods, which no property may take. */
  methods: ReadonlySet<string>;
  needed: Set<Provider | `extern ${string}`>;
}

/** The port of an extern: its class, and where its owner's code stands. */
export function portOf(name: string): SymbolReference {
  return { name: `${pascalCase(name)}Port`, from: `src/externs/${kebabCase(name)}.port.ts` };
}

/** `this.clock`; the class gets it from now on. */
export function inject(injected: Injected, key: Provider | `extern ${string}`): Text {
  injected.needed.add(key);
  return text`this${member(propertyOf(injected, key))}`;
}

function propertyOf({ methods }: Injected, key: Provider | `extern ${string}`): string {
  const wish = key.startsWith("extern ") ? camelCase(`${key.slice("extern ".length)}_port`) : key;
  return unique(wish, methods);
}

/** The constructor that takes what is needed; nothing where nothing is. */
export function constructorText(injected: Injected): Text {
  const order = [
    ...Object.keys(providers),
    ...[...injected.needed].filter((key) => key.startsWith("extern ")),
  ];
  const parameters = (order as (Provider | `extern ${string}`)[])
    .filter((key) => injected.needed.has(key))
    .map((key) => {
      const reference = key in providers ? providers[key as Provider] : portOf(key.slice("extern ".length));
      return text`private readonly ${identifier(propertyOf(injected, key))}: ${symbol(reference)},`;
    });
  if (parameters.length === 0) return text``;
  return text`
    constructor(
      ${lines(parameters)}
    ) {}
  `;
}

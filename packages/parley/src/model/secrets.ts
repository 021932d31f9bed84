/** Shorter texts are not looked for: they would blank ordinary words. */
const SHORTEST_SECRET = 6;

/** The text without any of the secrets, also where they stand URL-encoded. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((result, secret) => result.replaceAll(secret, "[secret]"), text);
}

/** A cause fit to be attached: its messages without secrets, its own causes included. */
export function redactCause(cause: unknown, secrets: readonly string[]): Error | undefined {
  if (cause === undefined || cause === null) return undefined;
  if (!(cause instanceof Error)) return new Error(redact(String(cause), secrets));
  const inner = redactCause(cause.cause, secrets);
  const copy = new Error(redact(cause.message, secrets), inner ? { cause: inner } : {});
  copy.name = cause.name;
  copy.stack = redact(cause.stack ?? "", secrets);
  return copy;
}

import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { string, symbol, text, type Text } from "../../text/text.ts";
import type { Api } from "../document.ts";
import { EXTENSION } from "../layout.ts";

/** Where printed code finds the address under which it is served. */
export const BASE_URL = "src/common/base-url.ts";

export const BASE_URL_MODULE = { name: "BaseUrlModule", from: BASE_URL };

/** `src/common/base-url.ts`: printed where an answer says where something can be read. */
export function printBaseUrl(api: Api): PrintedFile {
  const nest = (name: string, typeOnly = false): Text => symbol({ name, from: "@nestjs/common", typeOnly });
  const storage = symbol({ name: "AsyncLocalStorage", from: "node:async_hooks" });
  const interceptor = symbol({ name: "APP_INTERCEPTOR", from: "@nestjs/core" });
  const request = symbol({ name: "FastifyRequest", from: "fastify", typeOnly: true });
  const observable = symbol({ name: "Observable", from: "rxjs" });
  return renderTypeScript(
    BASE_URL,
    text`
      /** Set where the server stands behind another address; without a slash at the end. */
      const publicUrl = process.env["PUBLIC_URL"]?.replace(/\\/+$/, "");

      const addresses = new ${storage}<string>();

      /** Where this API is served: PUBLIC_URL, or as the caller of the request addressed it. */
      export function baseUrl(): string {
        return (publicUrl || addresses.getStore() || "") + ${string(api.foreign?.basePath ?? "")};
      }

      @${nest("Injectable")}()
      class BaseUrlInterceptor implements ${nest("NestInterceptor", true)} {
        intercept(context: ${nest("ExecutionContext", true)}, next: ${nest("CallHandler", true)}): ${observable}<unknown> {
          const { protocol, host } = context.switchToHttp().getRequest<${request}>();
          return new ${observable}((subscriber) =>
            addresses.run(\`\${protocol}://\${host}\`, () => next.handle().subscribe(subscriber)),
          );
        }
      }

      @${nest("Module")}({ providers: [{ provide: ${interceptor}, useClass: BaseUrlInterceptor }] })
      export class BaseUrlModule {}
    `,
    { extension: EXTENSION },
  );
}

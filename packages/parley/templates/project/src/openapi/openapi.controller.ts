import { readFile } from "node:fs/promises";
import { Controller, Get, Header } from "@nestjs/common";
import { Access } from "../security/access.guard.ts";

const DOCUMENT = new URL("../../openapi.json", import.meta.url);

@Controller()
export class OpenapiController {
  private document: Promise<string> | undefined;

  @Get("openapi.json")
  @Header("content-type", "application/json")
  @Access("public")
  read(): Promise<string> {
    this.document ??= readFile(DOCUMENT, "utf8");
    return this.document;
  }
}

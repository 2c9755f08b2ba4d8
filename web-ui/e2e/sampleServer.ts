import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import { sampleAnswer } from "./sampleApi";

const built = join(import.meta.dirname, "..", "target", "classes", "web-ui");
const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** Serves the built page with the sample results on 127.0.0.1; port 0 takes a free one. */
export function startSampleServer(port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname.startsWith("/api/")) {
      const { status, body } = sampleAnswer(url.pathname, url.searchParams);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      return;
    }
    const path = normalize(url.pathname === "/" ? "/index.html" : url.pathname);
    const file = await readFile(join(built, path)).catch(() => undefined);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(file);
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

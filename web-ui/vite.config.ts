import type { Plugin } from "vite";
import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";

/** The policy the built page is served under; the dev server needs inline styles, so only the build carries it. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

function contentSecurityPolicyTag(): Plugin {
  return {
    name: "content-security-policy-tag",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: contentSecurityPolicy },
        injectTo: "head-prepend",
      },
    ],
  };
}

export default defineConfig({
  base: "./",
  plugins: [solid(), contentSecurityPolicyTag()],
  build: {
    // The jar of this Maven module packs target/classes, so the page ends up under web-ui/ in it.
    outDir: "target/classes/web-ui",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { host: "127.0.0.1", port: 7072, strictPort: true, proxy: { "/api": "http://127.0.0.1:7070" } },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});

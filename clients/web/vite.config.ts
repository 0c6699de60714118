import react from "@vitejs/plugin-react";
import {defineConfig} from "vite";

const GATEWAY = process.env.CHAT_GATEWAY ?? "http://localhost:8080";
const CLIENT = `${import.meta.dirname}/../typescript/src`;
const FORWARDED = ["/api", "/files", "/signin.json", "/docs"];

export default defineConfig({
  plugins: [react()],
  resolve: {
    // From its sources: one build, and what the application does not use is left out.
    alias: [
      {find: /^@chat-backbone\/client$/, replacement: `${CLIENT}/index.ts`},
      {find: /^@chat-backbone\/client\/(store|react)$/, replacement: `${CLIENT}/$1/index.ts`},
      {find: /^@chat-backbone\/client\/indexeddb$/, replacement: `${CLIENT}/indexeddb.ts`},
    ],
    dedupe: ["react", "react-dom"],
  },
  build: {
    // The names carry the hash of the content, so a gateway lets browsers keep them for ever.
    assetsDir: "assets",
    // A data address would be refused by the content security policy of scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: {polyfill: false},
    target: "es2022",
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: {
      ...Object.fromEntries(FORWARDED.map(path => [path, GATEWAY])),
      "/ws": {target: GATEWAY, ws: true},
    },
  },
});

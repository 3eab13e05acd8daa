import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The server under test while somebody works on the pages: `trackway serve` on its usual address, unless told otherwise.
const server = process.env.TRACKWAY_URL ?? "http://127.0.0.1:8080";
const proxied = ["/api", "/sign-in", "/sign-out", "/dashboard/live"];

export default defineConfig({
  base: "/dashboard/",
  plugins: [svelte()],
  build: {
    target: "es2023",
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { output: { assetFileNames: "assets/[name]-[hash][extname]", chunkFileNames: "assets/[name]-[hash].js", entryFileNames: "assets/[name]-[hash].js" } },
  },
  // Where the page says the installation is, chunks are too.
  experimental: { renderBuiltUrl: (file, { hostType }) => (hostType === "html" ? `/dashboard/${file}` : { relative: true }) },
  server: { proxy: Object.fromEntries(proxied.map((path) => [path, { target: server, changeOrigin: true }])) },
});

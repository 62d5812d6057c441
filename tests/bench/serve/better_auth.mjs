// A peer: Better Auth's API-key plugin over SQLite in WAL mode, asked once for each request. The benchmark copies this file into the
// directory that BETTER_AUTH names, where `npm install better-auth @better-auth/api-key better-sqlite3` was run.
import { mkdtempSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import Database from "better-sqlite3";

const database = new Database(join(mkdtempSync(join(tmpdir(), "better-auth-")), "auth.db"));
database.pragma("journal_mode = WAL");
const options = {
  database,
  secret: "a secret of the benchmark, 32 characters",
  baseURL: "http://localhost",
  emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
  telemetry: { enabled: false },
};
const auth = betterAuth(options);
await (await getMigrations(options)).runMigrations();
const person = { email: "bench@example.org", password: "long enough for it", name: "bench" };
const { user } = await auth.api.signUpEmail({ body: person });
const keys = [];
for (let number = 0; number < Number(process.argv[2]); number++) {
  keys.push((await auth.api.createApiKey({ body: { userId: user.id, name: `load ${number}` } })).key);
}
const server = http.createServer(async (request, response) => {
  const key = (request.headers.authorization ?? "").slice("Bearer ".length);
  const { valid } = await auth.api.verifyApiKey({ body: { key } });
  response.statusCode = valid ? 200 : 401;
  response.end();
});
server.listen(0, "127.0.0.1", () => console.log([`127.0.0.1:${server.address().port}`, ...keys, ""].join("\n")));

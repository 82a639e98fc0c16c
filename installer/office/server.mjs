// Receives packages (tus 1.0.0) into DIR/inbox and gives out receipts. Binds to loopback only;
// TLS is the work of a reverse proxy. node server.mjs DIR [--port N] [--auto [COMMAND]]
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const [dir, ...rest] = process.argv.slice(2);
const option = (name, absent, bare = absent) =>
  !rest.includes(name) ? absent : rest[rest.indexOf(name) + 1]?.replace(/^--.*/, "") || bare;
const token = fs.readFileSync(path.join(dir, "token.txt"), "utf8").trim();
const NAME = /^CWX-[0-9A-Z]{18}-\d{6}-r\d\d\.zip\.age(\.sha256(\.p7s)?)?$/;
const MAX = 4_000_000_000;
const uploads = path.join(dir, "uploads");
const inbox = path.join(dir, "inbox");
for (const folder of [uploads, inbox]) fs.mkdirSync(folder, { recursive: true });
const refuse = (status_code, body) => { throw { status_code, body }; };

function received(base) {
  const command = option("--auto", "", "welfare-office");
  const whole = ["", ".sha256", ".sha256.p7s"].every((s) => fs.existsSync(path.join(inbox, base + s)));
  if (!command || !whole) return;
  const words = ["receive", dir, path.join(inbox, base), "--receipts", path.join(dir, "receipts"), "--channel", "tus"];
  // What cannot be started is a person's work; the server goes on.
  spawn(command, words, { stdio: "inherit" }).on("error", (error) => console.error(error.message));
}

const tus = new Server({
  path: "/files",
  datastore: new FileStore({ directory: uploads }),
  maxSize: MAX,
  relativeLocation: true,
  async onUploadCreate(request, upload) {
    const name = upload.metadata?.filename ?? "";
    if (!NAME.test(name)) refuse(400, "name");
    if (fs.existsSync(path.join(inbox, name))) refuse(409, "already there");
    return {};
  },
  async onUploadFinish(request, upload) {
    const name = upload.metadata.filename;
    if (fs.existsSync(path.join(inbox, name))) refuse(409, "already there");
    fs.renameSync(path.join(uploads, upload.id), path.join(inbox, name));
    fs.rmSync(path.join(uploads, `${upload.id}.json`), { force: true });
    received(name.replace(/\.sha256(\.p7s)?$/, ""));
    return {};
  },
});

const server = http.createServer((request, response) => {
  // Also OPTIONS, which the library answers before any of its hooks.
  if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(401).end();
  const match = /^\/receipts\/(CWX-[0-9A-Z]{18}-\d{6}-r\d\d\.receipt\.p7m)$/.exec(request.url);
  if (!match) return tus.handle(request, response);
  const file = path.join(dir, "receipts", match[1]);
  return fs.existsSync(file) ? fs.createReadStream(file).pipe(response) : response.writeHead(404).end();
});
server.listen(Number(option("--port", 1080)), "127.0.0.1", () => console.log(`listening ${server.address().port}`));

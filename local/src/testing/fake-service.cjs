// A service as the supervisor sees one. Notes in the file EVENTS when it starts and stops.
const { appendFileSync, existsSync } = require('node:fs');
const { createServer } = require('node:http');

const { NAME, EVENTS, BROKEN, LINGER_MS, HOST, PORT } = process.env;
const note = (event) => EVENTS && appendFileSync(EVENTS, `${event} ${NAME}\n`);

if (BROKEN && existsSync(BROKEN)) {
  console.log(JSON.stringify({ level: 60, msg: 'MONGO_URI is missing' }));
  process.exit(1);
}
const server = createServer((req, res) => {
  if (req.url === '/crash') process.exit(1);
  res.end(NAME);
});
process.once('SIGTERM', () => {
  setTimeout(
    () => {
      note('stop');
      process.exit(0);
    },
    Number(LINGER_MS ?? 0),
  );
});
server.listen(Number(PORT), HOST, () => note('start'));

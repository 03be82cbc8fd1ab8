#!/usr/bin/env node
// Behaves like the start of the real server: its port is open and PING is answered before NATS Streaming is.
const { createServer } = require('node:net');

const LATE_MS = 700;
const port = Number(process.argv[process.argv.indexOf('-p') + 1]);
const ready = Date.now() + LATE_MS;

createServer((socket) => {
  socket.on('error', () => undefined);
  socket.write('INFO {"server_id":"late","version":"2.9.24","max_payload":1048576} \r\n');
  socket.on('data', (chunk) => {
    const text = chunk.toString('latin1');
    if (text.includes('PING\r\n')) socket.write('PONG\r\n');
    const [, inbox] = /PUB _STAN\.discover\.\S+\.pings (\S+) \d+\r\n/.exec(text) ?? [];
    if (inbox && Date.now() >= ready) socket.write(`MSG ${inbox} 1 2\r\nno\r\n`);
  });
}).listen(port, '127.0.0.1');

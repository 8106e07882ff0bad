// SPDX-License-Identifier: GPL-3.0-or-later
// An HTTPS server of another make (node): offers HTTP/2 and HTTP/1.1, or HTTP/1.1 alone with `old`. Answers each request with its
// method, path, version and body. Prints its port; ends with its standard input. usage: h2_secure.cjs CERTIFICATE KEY [old]
"use strict";
const fs = require("fs");
const http2 = require("http2");
const https = require("https");

const [certificate, key, old] = process.argv.slice(2);
const options = {cert: fs.readFileSync(certificate), key: fs.readFileSync(key), allowHTTP1: true};

function answer(request, response) {
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
        response.end(`${request.method} ${request.url} ${request.httpVersion}|${Buffer.concat(pieces)}`);
    });
}

const server = old ? https.createServer(options, answer) : http2.createSecureServer(options, answer);
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));

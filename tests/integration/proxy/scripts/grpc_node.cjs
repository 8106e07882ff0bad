#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// What grpc_peer.py does, with the npm package @grpc/grpc-js: `serve` prints its port and ends with its standard input;
// `call PORT PREFIX` prints what came back as JSON. Messages are plain bytes.
const grpc = require('@grpc/grpc-js');

const bytes = { serialize: (value) => value, deserialize: (value) => value };
const coding = { requestSerialize: bytes.serialize, requestDeserialize: bytes.deserialize,
  responseSerialize: bytes.serialize, responseDeserialize: bytes.deserialize };
const method = (name, requestStream, responseStream, prefix = '') =>
  ({ path: `${prefix}/test.Echo/${name}`, requestStream, responseStream, ...coding });
const service = (prefix) => ({
  Unary: method('Unary', false, false, prefix),
  Out: method('Out', false, true, prefix),
  In: method('In', true, false, prefix),
  Both: method('Both', true, true, prefix),
  Missing: method('Missing', false, false, prefix),
});
const wrap = (message) => Buffer.concat([Buffer.from('<'), message, Buffer.from('>')]);

function metadataOf(name, value) {
  const metadata = new grpc.Metadata();
  metadata.set(name, value);
  return metadata;
}

function serve() {
  const server = new grpc.Server();
  const { Missing, ...offered } = service('');
  server.addService(offered, {
    Unary: (call, done) => {
      if (call.request.toString() === 'fail')
        return done({ code: grpc.status.FAILED_PRECONDITION, details: 'no such luck', metadata: metadataOf('x-why', 'asked for') });
      call.sendMetadata(metadataOf('x-first', '1'));
      done(null, wrap(call.request), metadataOf('x-last', '2'));
    },
    Out: (call) => {
      for (let i = 0; i < Number(call.request.toString()); ++i)
        call.write(Buffer.from(String(i)));
      call.end();
    },
    In: (call, done) => {
      let size = 0;
      call.on('data', (message) => { size += message.length; });
      call.on('end', () => done(null, Buffer.from(String(size))));
    },
    Both: (call) => {
      call.on('data', (message) => call.write(wrap(message)));
      call.on('end', () => call.end());
    },
  });
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error)
      throw error;
    console.log(port);
  });
  process.stdin.resume();
  process.stdin.on('end', () => server.forceShutdown());
}

function unary(client, name, request) {
  return new Promise((resolve) => {
    const result = {};
    client[name](Buffer.from(request), (error, answer) => {
      result.error = error;
      result.answer = answer;
    }).on('status', (status) => resolve({ ...result, status }));
  });
}

function collected(stream) {
  return new Promise((resolve, reject) => {
    const messages = [];
    stream.on('data', (message) => messages.push(message.toString()));
    stream.on('error', reject);
    stream.on('end', () => resolve(messages));
  });
}

// Sends each message only after the answer to the one before: nothing may wait for the end of the stream.
function pingPong(client) {
  return new Promise((resolve, reject) => {
    const words = ['one', 'two', 'three'];
    const got = [];
    const stream = client.Both();
    const next = () => (words.length > 0 ? stream.write(Buffer.from(words.shift())) : stream.end());
    stream.on('data', (message) => { got.push(message.toString()); next(); });
    stream.on('error', reject);
    stream.on('status', (status) => resolve([...got, grpc.status[status.code]]));
    next();
  });
}

async function call(port, prefix) {
  const Client = grpc.makeGenericClientConstructor(service(prefix), 'Echo');
  const client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const hello = await unary(client, 'Unary', 'hello');
  const result = {
    unary: hello.answer.toString(),
    trailing: hello.status.metadata.get('x-last')[0],
    out: await collected(client.Out(Buffer.from('5'))),
    in: await new Promise((resolve, reject) => {
      const stream = client.In((error, answer) => (error ? reject(error) : resolve(answer.toString())));
      for (let i = 0; i < 50; ++i)
        stream.write(Buffer.alloc(10000, 'x'));
      stream.end();
    }),
    both: await pingPong(client),
  };
  const failed = await unary(client, 'Unary', 'fail');
  result.error = [grpc.status[failed.status.code], failed.status.details];
  result.missing = grpc.status[(await unary(client, 'Missing', '')).status.code];
  client.close();
  console.log(JSON.stringify(result));
}

if (process.argv[2] === 'serve')
  serve();
else
  call(process.argv[3], process.argv[4] ?? '');

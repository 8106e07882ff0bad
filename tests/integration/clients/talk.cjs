// SPDX-License-Identifier: GPL-3.0-or-later
// Speaks with an echo server through the gateway, as the npm package ws does it. usage: node talk.cjs PORT PATH
const assert = require('node:assert');
const { once } = require('node:events');
const WebSocket = require('ws');

const url = `ws://127.0.0.1:${process.argv[2]}${process.argv[3]}`;

async function conversation() {
    const socket = new WebSocket(url, ['chat', 'log'], { perMessageDeflate: true });
    await once(socket, 'open');
    assert.strictEqual(socket.protocol, 'chat');
    assert.strictEqual(socket.extensions, '');
    const messages = ['plain', 'grüße 😀', Buffer.alloc(70000, 0xfe), 'x'.repeat(200000)];
    for (const message of messages) {
        socket.send(message);
        const [data, isBinary] = await once(socket, 'message');
        assert.strictEqual(isBinary, Buffer.isBuffer(message));
        assert.deepStrictEqual(data, Buffer.from(message));
    }
    socket.send('in ', { fin: false });
    socket.send('fragments', { fin: true });
    assert.strictEqual(String((await once(socket, 'message'))[0]), 'in fragments');
    socket.ping('there?');
    assert.strictEqual(String((await once(socket, 'pong'))[0]), 'there?');
    socket.close(4001, 'enough');
    const [code, reason] = await once(socket, 'close');
    assert.strictEqual(code, 4001);
    assert.strictEqual(String(reason), 'enough');
}

async function tooBig() {
    const socket = new WebSocket(url);
    await once(socket, 'open');
    socket.send(Buffer.alloc(1100000));
    assert.strictEqual((await once(socket, 'close'))[0], 1009);
}

async function garbageToken() {
    const socket = new WebSocket(url.replace('/open/', '/members/'), { headers: { Authorization: 'Bearer x' } });
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    assert.strictEqual(response.statusCode, 401);
}

conversation().then(tooBig).then(garbageToken).then(() => {
    console.log('all good');
    process.exit(0);
}, (error) => {
    console.error(error);
    process.exit(1);
});

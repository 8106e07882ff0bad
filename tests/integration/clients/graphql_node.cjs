// SPDX-License-Identifier: GPL-3.0-or-later
// GraphQL by others: the reference implementation (graphql) as server, graphql-request as client.
//   node graphql_node.cjs serve            prints its port, ends with its standard input
//   node graphql_node.cjs call URL TOKEN   makes every kind of call and prints what came of it as JSON
'use strict';
const http = require('http');
const graphql = require('graphql');

const schema = graphql.buildSchema(`
  type Person { name: String!, age: Int, friends: [Person!]! }
  input NewPerson { name: String!, age: Int }
  type Query { person(name: String!): Person, people: [Person!]! }
  type Mutation { add(person: NewPerson!): Person! }`);

function serve() {
  const people = [{ name: 'Ann', age: 41, friends: [] }];
  const rootValue = {
    people,
    person: ({ name }) => people.find((one) => one.name === name) || Promise.reject(new Error('nobody is called ' + name)),
    add: ({ person }) => {
      const made = { ...person, friends: [people[0]] };
      people.push(made);
      return made;
    },
  };
  const run = ({ query, variables, operationName }) =>
    graphql.graphql({ schema, source: query, rootValue, variableValues: variables, operationName });
  const server = http.createServer(async (request, response) => {
    let text = '';
    for await (const part of request) text += part;
    const asked = JSON.parse(text);
    const told = Array.isArray(asked) ? await Promise.all(asked.map(run)) : await run(asked);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(told));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
}

async function call(url, token) {
  const { GraphQLClient, gql } = require('graphql-request');
  const client = new GraphQLClient(url, { headers: { Authorization: 'Bearer ' + token, 'X-API-Version': 'v1' } });
  const refusal = async (made) => {
    try {
      return await made;
    } catch (error) {
      return { status: error.response.status, code: error.response.error_code, errors: error.response.errors };
    }
  };
  const person = gql`query Person($name: String!) { person(name: $name) { ...Known } }
                     fragment Known on Person { name age }`;
  const told = {};
  told.variables = await client.request(person, { name: 'Ann' });
  told.mutation = await client.request(
    gql`mutation Add($person: NewPerson!) { add(person: $person) { name friends { name } } }`,
    { person: { name: 'Böb', age: 7 } });
  told.batch = await client.batchRequests([{ document: '{ people { name } }' }, { document: person, variables: { name: 'Böb' } }]);
  const fetched = graphql.buildClientSchema(await client.request(graphql.getIntrospectionQuery()));
  told.schema = graphql.printSchema(fetched) === graphql.printSchema(schema);
  told.unknown = await refusal(client.request(person, { name: 'Zoe' }));
  const deep = (depth) => (depth === 0 ? 'name' : 'friends { ' + deep(depth - 1) + ' }');
  told.deep = await refusal(client.request('{ people { ' + deep(30) + ' } }'));
  told.nobody = await refusal(new GraphQLClient(url, { headers: { 'X-API-Version': 'v1' } }).request('{ people { name } }'));
  console.log(JSON.stringify(told));
}

if (process.argv[2] === 'serve') serve();
else call(process.argv[3], process.argv[4]).catch((error) => { console.error(error); process.exit(1); });

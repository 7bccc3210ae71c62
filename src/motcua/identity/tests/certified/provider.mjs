// A certified OpenID provider on loopback, for the tests beside this file. One line of JSON on standard input says what it
// knows; it prints its issuer and serves until it is ended. Signs in whoever the cookie `who` names, at the level of `acr`.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import Provider from 'oidc-provider';

const first = await new Promise((resolve) => createInterface({ input: process.stdin }).once('line', resolve));
const { clients, people, acrs, algorithms, jwks } = JSON.parse(first);

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients,
  jwks,
  acrValues: acrs,
  cookies: { keys: ['for tests only'] },
  claims: { profile: ['pid', 'name', 'birthdate', 'gender'] },
  enabledJWA: { idTokenSigningAlgValues: algorithms, clientAuthSigningAlgValues: ['RS256', 'ES256'] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_context, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
  ttl: { Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 300, IdToken: 300, AuthorizationCode: 60 },
});

async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  const said = Object.fromEntries((request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=')));
  if (said.who === 'nobody') {
    return provider.interactionFinished(request, response, { error: 'access_denied' });
  }
  if (details.prompt.name === 'login') {
    const login = { accountId: said.who, acr: decodeURIComponent(said.acr) };
    return provider.interactionFinished(request, response, { login });
  }
  const grant = new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
  grant.addOIDCScope(details.params.scope);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

const answer = provider.callback();
server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  return interact(request, response).catch((error) => { response.statusCode = 500; response.end(String(error)); });
});
console.log(issuer);

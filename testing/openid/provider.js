// A certified OpenID Connect provider on the loopback, for the tests of sign-in.
//
// node provider.js '{"issuer", "port", "accounts": {login: claims}, "clients": [...], "inIdToken"?, "kid"?}'
// Its own login page takes any password. It says "ready" when it answers, and ends on SIGTERM.
import { generateKeyPairSync } from 'node:crypto'

import { Provider } from 'oidc-provider'

const asked = JSON.parse(process.argv[2])

function signingKey(kid) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }
}

function findAccount(_ctx, login) {
  const claims = asked.accounts[login]
  if (claims === undefined) return undefined
  return { accountId: login, claims: () => ({ ...claims, sub: login }) }
}

const provider = new Provider(asked.issuer, {
  clients: asked.clients,
  findAccount,
  claims: {
    openid: ['sub'],
    profile: ['name', 'preferred_username', 'roles', 'realm_access'],
    email: ['email'],
  },
  // As the standard has it, only userinfo tells more than the subject; many providers do otherwise.
  conformIdTokenClaims: asked.inIdToken !== true,
  jwks: { keys: [signingKey(asked.kid ?? 'first')] },
  cookies: { keys: ['only for tests'] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
})

const server = provider.listen(asked.port, '127.0.0.1', () => process.stdout.write('ready\n'))
process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
})

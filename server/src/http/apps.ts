import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import { NotFound } from './problem.ts'
import type { Http } from './server.ts'

/** Where each web app stands and the folder its build is in. */
const apps = [
  { path: '/pos/', folder: 'pos' },
  { path: '/console/', folder: 'console' },
  { path: '/demo/meter/', folder: 'demo-meter', demo: true },
]

/**
 * Scripts, styles and fonts only from here, no frames around us. Inline styles are allowed for the component
 * kit's custom properties; a script never is.
 */
const CONTENT_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Serves the built web apps, from the folder `built` that has one for each. An address inside an app that is no file of it is the app's own page. */
export async function serveApps(
  app: Http,
  options: { readonly demo: boolean; readonly built?: URL },
): Promise<void> {
  const built = options.built ?? new URL('../../../apps/', import.meta.url)
  for (const { path, folder, demo } of apps) {
    if (demo && !options.demo) continue
    const root = fileURLToPath(new URL(`${folder}/dist/`, built))
    if (!existsSync(root)) continue
    await app.register(
      async (scope) => {
        // Read anew each time: a build that replaced the files renamed them.
        const page = () => readFileSync(`${root}index.html`, 'utf8')
        await scope.register(fastifyStatic, {
          root,
          prefix: '/',
          index: false,
          decorateReply: false,
          cacheControl: false,
          dotfiles: 'ignore',
        })
        // In place of what every answer is given first. (`setHeaders` of the file server would lose to it.)
        scope.addHook('onSend', async (request, reply) => {
          if (reply.statusCode >= 300 && reply.statusCode !== 304) return
          // Built files carry their content's hash in their name.
          const forGood = /-[\w-]{8}\.[a-z0-9]+$/.test(pathOf(request.url))
          reply.header(
            'cache-control',
            forGood ? 'public, max-age=31536000, immutable' : 'no-cache',
          )
          // Also for a worker, which is bound by what its own file came with, and for a picture opened alone.
          reply.header('content-security-policy', CONTENT_POLICY)
        })
        scope.setNotFoundHandler((request, reply) => {
          const isPage = request.method === 'GET' && !/\.[a-z0-9]+$/i.test(pathOf(request.url))
          if (!isPage) throw NotFound()
          return sendPage(reply, page())
        })
        scope.get(
          '/',
          { config: { permission: 'public' }, schema: { hide: true, summary: 'The app' } },
          (request, reply) =>
            pathOf(request.url).endsWith('/') ? sendPage(reply, page()) : reply.redirect(path),
        )
      },
      { prefix: path.slice(0, -1) },
    )
  }
  app.get(
    '/',
    { config: { permission: 'public' }, schema: { hide: true, summary: 'To the point of sale' } },
    (_, reply) => reply.redirect('/pos/'),
  )
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').serializer(String).send(page)
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}

// `npm start`, and with --watch `npm run dev`. Node alone until the install is done.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildApps, vite, webApps } from './build-apps.mjs'
import { install, root } from './install.mjs'

install()
try {
  await buildApps()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
if (process.argv.includes('--watch')) await watch()
else await serve()

/** The server runs in this very process, so that there is one to stop and none to outlive it. */
async function serve() {
  const { register } = await import('tsx/esm/api')
  register()
  await import('../server/src/main.ts')
}

/** The server again at each change of its sources; each app built again at each change of its own. */
async function watch() {
  for (const app of webApps()) vite(app, ['build', '--watch', '--logLevel', 'warn']).catch(() => {})
  const folders = ['server/src', 'packages'].map((folder) => `--watch-path=${join(root, folder)}`)
  const program = join(root, 'server', 'src', 'main.ts')
  const child = spawn(process.execPath, [...folders, '--import', 'tsx', program], {
    cwd: root,
    stdio: 'inherit',
  })
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => child.kill(name))
  child.once('exit', (code) => process.exit(code ?? 1))
}

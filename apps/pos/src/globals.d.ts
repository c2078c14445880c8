/** The version of this app, put in by vite.config.ts. */
declare const __VERSION__: string

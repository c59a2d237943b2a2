import { Logo } from '../ui/Logo';

/** What stands there until the simulation has been loaded; or why it could not be. */
export function Opening({ error }: { readonly error?: string }) {
  return (
    <main className="opening" aria-busy={error === undefined}>
      <Logo />
      <p>Hopscope</p>
      {error === undefined ? null : (
        <p role="alert">
          打不开，请刷新页面重试。Could not open: reload the page to try again. <code>{error}</code>
        </p>
      )}
    </main>
  );
}

/** What a page of words says. */
export interface WordsPage {
  readonly title: string
  readonly words: string
  readonly remedy: string
  readonly link: { readonly to: string; readonly words: string }
}

/** A plain page for the moments before the app is there: no script, readable in any theme. */
export function wordsPage({ title, words, remedy, link }: WordsPage): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escape(title)} · Parley</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem }
h1 { font-size: 1.5rem; line-height: 1.25 }
</style>
<main>
<h1>${escape(title)}</h1>
<p>${escape(words)}</p>
<p>${escape(remedy)}</p>
<p><a href="${escape(link.to)}">${escape(link.words)}</a></p>
</main>
</html>
`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? '')
}
